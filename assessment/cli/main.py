"""Reads the command line and hands over to the command.

Exit codes: 0 done; 1 refused or nothing to do it with; 2 the file given is wrong, with every
problem listed, or the command was not understood; 130 stopped with Ctrl-C or a signal. Results go
to stdout or files, everything else to stderr.

One module: it is the table of the commands, each with its parser and one line that calls it.
"""

import argparse
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

from assessment.cli.report import report
from assessment.errors import AssessmentError, Rejected
from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import places, refusal_words
from assessment.kernel.roles import GRANTED
from assessment.store.database import default_file
from assessment.units.setup import DATA

DONE, REFUSED, WRONG, STOPPED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    t = Messages(_language(arguments))
    _write_what_it_can()
    options = parser(t).parse_args(arguments)
    places.keep_private()
    try:
        with _stopped_in_order():
            code: int = options.run(options, t)
        print(end="", flush=True)
    except Rejected as error:
        report(error, t)
        return WRONG
    except AssessmentError as error:
        print(t(error.key, **refusal_words.facts(error, t)), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _say_no_more()
        return DONE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(t("cli.disk_full"), file=sys.stderr)
        _say_no_more()
        return REFUSED
    except KeyboardInterrupt:
        print(t("cli.stopped"), file=sys.stderr)
        return STOPPED
    return code


@contextmanager
def _stopped_in_order() -> Iterator[None]:
    """Let every way of being stopped be a KeyboardInterrupt, so that what is half done goes."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except RuntimeError as error:
        # What becomes of a KeyboardInterrupt that comes while DuckDB answers.
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _write_what_it_can() -> None:
    """A character the terminal's encoding does not have is written by its number."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _say_no_more() -> None:
    """Python would try once more to print what is left, and complain, at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: Sequence[str]) -> str:
    """Of `--lang`, else of the environment, else the first. Needed before help can be printed."""
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return os.environ.get("SIX_STRENGTHS_LANG", next(iter(LANGUAGES)))


def parser(t: Messages) -> argparse.ArgumentParser:
    """Every command with its help, in one language."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=list(LANGUAGES), help=t("cli.lang"))
    top = argparse.ArgumentParser(
        prog=".venv/bin/python -m assessment",
        description=t("cli.about"),
        epilog=t("cli.examples"),
        parents=[shared],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    stored = argparse.ArgumentParser(add_help=False)
    stored.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
    stored.add_argument("--framework", type=Path, default=DEFAULT, help=t("cli.framework"))
    commands = top.add_subparsers(required=True, metavar=t("cli.command"))

    def command(
        name: str, about: str, parents: Sequence[argparse.ArgumentParser] = ()
    ) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=about.partition("\n")[0],
            description=about,
            parents=[shared, *parents],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    check = command("check", t("cli.check"))
    check.add_argument("file", type=Path, nargs="?", default=DEFAULT, help=t("cli.check_file"))
    check.set_defaults(run=_check)

    demo = command("demo", t("cli.demo"))
    demo.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
    demo.add_argument("--prefecture", action="append", help=t("cli.demo_prefecture"))
    demo.add_argument("--period", action="append", help=t("cli.demo_period"))
    demo.set_defaults(run=_demo)

    found = command("found", t("cli.found"), [stored])
    found.add_argument("--data", type=Path, default=DATA, help=t("cli.found_data"))
    found.add_argument("--period", action="append", default=[], help=t("cli.found_period"))
    found.add_argument("--deadline", type=date.fromisoformat, help=t("cli.found_deadline"))
    found.set_defaults(run=_found)

    imports = command("import", t("cli.import"), [stored])
    imports.add_argument("files", type=Path, nargs="+", help=t("cli.import_files"))
    imports.set_defaults(run=_import)

    _exports(command("export", t("cli.export")), t, [shared, stored])

    _differs(command("diff", t("diff.about")), t)

    _snapshots(command("snapshot", t("snapshots.cli.about")), t, [shared])

    _audits(command("audit", t("audit.cli.about")), t, [shared])

    _users(command("user", t("user.about")), t, shared)

    _backups(command, t)

    score = command("score", t("cli.score"))
    score.add_argument("--framework", type=Path, default=DEFAULT, help=t("cli.framework"))
    score.add_argument("--answers", type=Path, required=True, help=t("cli.score_answers"))
    score.add_argument("--units", type=Path, help=t("cli.score_units"))
    score.add_argument("--period", help=t("cli.score_period"))
    score.add_argument("--out", type=Path, required=True, help=t("cli.out_folder"))
    score.set_defaults(run=_score)
    return top


def _backups(command: Callable[[str, str], argparse.ArgumentParser], t: Messages) -> None:
    def passphrase(parser: argparse.ArgumentParser) -> None:
        about = t("backup.cli.passphrase_file")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=about)

    backup = command("backup", t("backup.cli.backup"))
    backup.add_argument("to", type=Path, metavar="TO", help=t("backup.cli.to"))
    backup.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
    backup.add_argument("--framework", type=Path, default=DEFAULT, help=t("cli.framework"))
    passphrase(backup)
    backup.set_defaults(run=_backup)
    restore = command("restore", t("backup.cli.restore"))
    restore.add_argument("file", type=Path, metavar="FROM", help=t("backup.cli.from"))
    restore.add_argument("into", type=Path, metavar="INTO", help=t("backup.cli.into"))
    passphrase(restore)
    restore.set_defaults(run=_restore)
    verify = command("verify", t("backup.cli.verify"))
    verify.add_argument("file", type=Path, metavar="FILE", help=t("backup.cli.file"))
    passphrase(verify)
    verify.set_defaults(run=_verify)


def _users(top: argparse.ArgumentParser, t: Messages, shared: argparse.ArgumentParser) -> None:
    deeds = top.add_subparsers(required=True, dest="deed", metavar=t("user.deed"))

    def deed(name: str, about: str) -> argparse.ArgumentParser:
        made = deeds.add_parser(
            name,
            help=about.partition("\n")[0],
            description=about,
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
        made.set_defaults(run=_user)
        return made

    add = deed("add", t("user.add"))
    add.add_argument("account", help=t("user.account"))
    add.add_argument("--role", required=True, choices=GRANTED, help=t("user.role"))
    add.add_argument("--name", default="", help=t("user.name"))
    add.add_argument("--body", default="", help=t("user.body"))
    add.add_argument("--scope", default="", help=t("user.scope"))
    for made in (
        deed("disable", t("user.disable")),
        deed("enable", t("user.enable")),
        deed("reset", t("user.reset")),
    ):
        made.add_argument("account", help=t("user.account"))
    deed("list", t("user.list"))


def _differs(top: argparse.ArgumentParser, t: Messages) -> None:
    top.add_argument("old", type=Path, help=t("diff.old"))
    top.add_argument("new", type=Path, help=t("diff.new"))
    top.add_argument("--period", help=t("diff.period"))
    top.add_argument("--database", type=Path, help=t("diff.database"))
    top.add_argument("--answers", type=Path, help=t("diff.answers"))
    top.add_argument("--units", type=Path, help=t("diff.units"))
    top.set_defaults(run=_diff)


def _snapshots(
    top: argparse.ArgumentParser, t: Messages, parents: Sequence[argparse.ArgumentParser]
) -> None:
    kinds = top.add_subparsers(required=True, metavar=t("cli.what"))
    for name, about, run in (
        ("list", t("snapshots.cli.list"), _snapshot_list),
        ("verify", t("snapshots.cli.verify"), _snapshot_verify),
    ):
        made = kinds.add_parser(name, help=about, description=about, parents=list(parents))
        made.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
        if name == "verify":
            made.add_argument("number", type=int, nargs="?", help=t("snapshots.cli.number"))
        made.set_defaults(run=run)


def _audits(
    top: argparse.ArgumentParser, t: Messages, parents: Sequence[argparse.ArgumentParser]
) -> None:
    kinds = top.add_subparsers(required=True, metavar=t("cli.what"))

    def kind(name: str, about: str) -> argparse.ArgumentParser:
        made = kinds.add_parser(
            name, help=about.partition("\n")[0], description=about, parents=list(parents)
        )
        made.add_argument("--database", type=Path, default=default_file(), help=t("cli.database"))
        return made

    verify = kind("verify", t("audit.cli.verify"))
    verify.add_argument("--noted", metavar=t("audit.cli.hash"), help=t("audit.cli.noted"))
    verify.add_argument("--chain-only", action="store_true", help=t("audit.cli.chain_only"))
    verify.set_defaults(run=_audit_verify)

    listed = kind("list", t("audit.cli.list"))
    listed.add_argument("--actor", default="", help=t("audit.cli.actor"))
    listed.add_argument("--action", default="", help=t("audit.cli.action"))
    listed.add_argument("--subject", default="", help=t("audit.cli.subject"))
    listed.add_argument("--text", default="", help=t("audit.cli.text"))
    listed.add_argument("--since", type=date.fromisoformat, help=t("audit.cli.since"))
    listed.add_argument("--until", type=date.fromisoformat, help=t("audit.cli.until"))
    listed.add_argument("--out", type=Path, help=t("audit.cli.out"))
    listed.set_defaults(run=_audit_list)


def _exports(
    top: argparse.ArgumentParser, t: Messages, parents: Sequence[argparse.ArgumentParser]
) -> None:
    kinds = top.add_subparsers(required=True, metavar=t("cli.what"))

    def kind(name: str, about: str) -> argparse.ArgumentParser:
        made = kinds.add_parser(
            name, help=about.partition("\n")[0], description=about, parents=list(parents)
        )
        made.add_argument("--period", required=True, help=t("cli.period"))
        made.add_argument("--out", type=Path, required=True, help=t("cli.out"))
        return made

    template = kind("template", t("cli.export_template"))
    template.add_argument("--unit", action="append", default=[], help=t("cli.export_unit"))
    template.set_defaults(run=_export_template)
    answers = kind("answers", t("cli.export_answers"))
    answers.set_defaults(run=_export_answers)
    scores = kind("scores", t("cli.export_scores"))
    scores.set_defaults(run=_export_scores)
    ranking = kind("ranking", t("cli.export_ranking"))
    ranking.set_defaults(run=_export_ranking)
    recalculation = kind("recalculation", t("cli.export_recalculation"))
    recalculation.set_defaults(run=_export_recalculation)


# Each command's module is imported when it is run, so that --help and check stay quick.


def _check(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.check import check  # noqa: PLC0415

    return check(options.file, t.lang)


def _demo(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.demo import demo  # noqa: PLC0415

    return demo(options.database, options.prefecture, options.period, t)


def _found(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.found import found  # noqa: PLC0415

    return found(
        options.database, options.framework, options.data, options.period, options.deadline, t
    )


def _import(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.imports import import_files  # noqa: PLC0415

    return import_files(options.database, options.framework, options.files, t)


def _export_template(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_templates  # noqa: PLC0415

    return export_templates(
        options.database, options.framework, options.period, options.unit, options.out, t
    )


def _export_answers(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_answers  # noqa: PLC0415

    return export_answers(options.database, options.framework, options.period, options.out, t)


def _export_scores(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_scores  # noqa: PLC0415

    return export_scores(options.database, options.framework, options.period, options.out, t)


def _export_ranking(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_ranking  # noqa: PLC0415

    return export_ranking(options.database, options.framework, options.period, options.out, t)


def _diff(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.diff import DiffOptions, diff  # noqa: PLC0415

    asked = DiffOptions(options.period, options.database, options.answers, options.units)
    return diff(options.old, options.new, asked, t)


def _export_recalculation(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_recalculation  # noqa: PLC0415

    return export_recalculation(options.database, options.framework, options.period, options.out, t)


def _snapshot_list(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.snapshot import listed  # noqa: PLC0415

    return listed(options.database, t)


def _snapshot_verify(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.snapshot import verify  # noqa: PLC0415

    return verify(options.database, options.number, t)


def _audit_verify(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.audit import verify  # noqa: PLC0415

    return verify(options.database, options.noted, not options.chain_only, t)


def _audit_list(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.audit import listed, wanted  # noqa: PLC0415

    asked = wanted(
        options.actor,
        options.action,
        options.subject,
        options.text,
        options.since,
        options.until,
    )
    return listed(options.database, asked, options.out, t)


def _backup(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.backup import backup  # noqa: PLC0415

    return backup(options.database, options.framework, options.to, options.passphrase_file, t)


def _restore(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.backup import restore  # noqa: PLC0415

    return restore(options.file, options.into, options.passphrase_file, t)


def _verify(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.backup import verify  # noqa: PLC0415

    return verify(options.file, options.passphrase_file, t)


def _user(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.user import user  # noqa: PLC0415

    return user(options, t)


def _score(options: argparse.Namespace, t: Messages) -> int:
    from assessment.cli.score import score  # noqa: PLC0415

    return score(options.framework, options.answers, options.units, options.period, options.out, t)
