# The commands of this repository; `make help` lists them. Each does its own set-up.
#
# ARGS goes on to what a target runs, where it runs one thing:
#   make run ARGS="--prefecture 430600 --period 2024"      a small demonstration, where there is none
#   make check ARGS=tests/test_errors.py                   the style of everything, and a few tests
#   make test ORDER=7 MOMENT=2028-02-29T23:59:58           every test, shuffled, at that moment
#   make mutants ARGS="'the day is the one in Greenwich'"  one of them
#   make bench ARGS=--miniature
#   make screenshot ARGS="guides/team-note --database data/six_strengths.duckdb"

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8501
PY := .venv/bin/python

# Tests run on every core, and say at the end what they cost. Their order is that of the files, or
# shuffled with the number ORDER; their clock stands at MOMENT, or when they begin.
ORDER ?=
MOMENT ?=
PYTEST := $(PY) -m pytest -n auto --dist worksteal -p tests.costs \
	$(if $(ORDER),--randomly-seed=$(ORDER),-p no:randomly) \
	$(if $(MOMENT),--moment=$(MOMENT))
QUICK := not browser and not demonstration and not thorough

# Stamps: the environment holds what the app needs, and also what the tests need. The second
# waits for the first, so that `make -j` never runs two pips; the lock does the same between two
# terminals.
INSTALLED := .venv/installed
DEVELOPED := .venv/developed
ONE_AT_A_TIME := flock Makefile

# An environment whose folder was moved, or whose Python went away, is made anew.
ifneq ($(shell test -x $(PY) && cat .venv/made-in 2>/dev/null),$(CURDIR))
$(shell rm -f $(INSTALLED) $(DEVELOPED))
endif

.PHONY: help run test check static fast mutants bench load screenshot database clean

help: ## List these commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: database ## Open the app on this machine (PORT=8502 for another port)
	@exec $(PY) -m streamlit run app.py --server.port=$(PORT) \
		--server.headless=$(if $(DISPLAY)$(WAYLAND_DISPLAY),false,true)

test: $(DEVELOPED) ## Run every test, in a real browser and on PostgreSQL too
	@$(ONE_AT_A_TIME) scripts/system-packages
	@$(PYTEST) -m "not browser"
	@$(PYTEST) -m browser

check: static ## Before a commit: style, types, layers, framework, and the quick tests
	@$(PYTEST) -m "$(QUICK)" $(ARGS)

# What a test ran is remembered, for each state of what is not Python.
fast: $(DEVELOPED) ## While working: the quick tests that what changed since the last time touches
	@$(PYTEST) -m "$(QUICK)" --testmon --testmon-forceselect --testmon-env="$$(git ls-files -s ':!*.py' ':!*.md' \
		| cut -d' ' -f2 | sha1sum) $$(git diff -- ':!*.py' ':!*.md' | sha1sum)" $(ARGS)

static: $(DEVELOPED)
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m assessment check

mutants: $(DEVELOPED) ## Break one rule of tests/mutants.yaml at a time: a quick test must fail
	@$(PY) -m scripts.mutants $(ARGS)

bench: $(DEVELOPED) ## Time the scoring against numpy, and every page against an empty one
	@$(PY) -m tests.benchmarks.report $(ARGS)

load: $(DEVELOPED) ## Sixty people at once on a real server, a fifth of it writes (ARGS="--people 12 --seconds 60")
	@$(PY) -m tests.load.load $(ARGS)

screenshot: $(DEVELOPED) ## Take the pictures of docs/images from the real app
	@$(ONE_AT_A_TIME) scripts/system-packages
	@$(PY) -m scripts.screenshot $(ARGS)

clean: ## Remove the environment and all caches; the database stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt requirements.hashes.txt
	@$(ONE_AT_A_TIME) scripts/environment requirements.txt
	@touch $@

$(DEVELOPED): requirements-dev.txt requirements-dev.hashes.txt $(INSTALLED)
	@$(ONE_AT_A_TIME) scripts/environment requirements-dev.txt
	@touch $@

# Not the file itself: make must never think a database out of date and build it again.
database: $(INSTALLED)
	@test -e "$${SIX_STRENGTHS_DB:-data/six_strengths.duckdb}" || $(PY) -m assessment demo $(ARGS)
