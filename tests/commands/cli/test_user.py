"""`user`: the first administrator, and what the command line says while the application runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from assessment.cli.main import DONE, REFUSED, WRONG, main
from assessment.i18n import Messages
from assessment.office.people.accounts import INVITED
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from tests.kit.signed_in import HERE, PASSWORD

EN = Messages("en")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "real.duckdb"


def user(database: Path, *words: str) -> int:
    return main(["user", *words, "--database", str(database), "--lang", "en"])


def test_a_new_database_gets_its_first_administrator(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert user(database, "add", "zhang.wei", "--role", "administrator") == DONE
    path = capsys.readouterr().out.splitlines()[-1]
    token = path.removeprefix("/invite?token=")
    store = Store(database)
    door = SessionManager(store)
    assert door.resume(door.accept(token, PASSWORD, HERE)).actor.has("people.manage")
    store.close()


def test_accounts_are_listed_with_role_scope_and_state(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user(database, "add", "zhang.wei", "--role", "administrator", "--name", "张伟")
    capsys.readouterr()
    assert user(database, "list") == DONE
    told = capsys.readouterr().out.strip().split("\t")
    state = EN("people.state.invited")
    assert told == ["zhang.wei", "张伟", EN("people.role.administrator"), "province", state, "-"]
    assert INVITED == "invited"


def test_disabling_enabling_and_resetting_say_what_they_did(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user(database, "add", "li", "--role", "leader", "--scope", "province")
    capsys.readouterr()
    for words, said in (
        (("disable", "li"), EN("user.disabled")),
        (("disable", "li"), EN("user.nothing_to_do")),
        (("enable", "li"), EN("user.enabled")),
        (("reset", "li"), "/invite?token="),
    ):
        assert user(database, *words) == DONE
        assert said in capsys.readouterr().out


def test_what_is_wrong_with_an_account_is_all_listed(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert user(database, "add", "x", "--role", "county", "--scope", "unit:1 province") == WRONG
    told = capsys.readouterr().err
    for code in ("people.bad_account", "people.scope_unknown", "people.scope_of_other_role"):
        assert code in told


def test_an_account_nobody_has_is_named(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert user(database, "disable", "nobody") == REFUSED
    assert "nobody" in capsys.readouterr().err


def test_while_the_application_has_the_file_it_says_so(database: Path) -> None:
    store = Store(database)
    command = [sys.executable, "-m", "assessment", "user", "list", "--database", str(database)]
    done = subprocess.run([*command, "--lang", "en"], capture_output=True, text=True, check=False)
    store.close()
    assert done.returncode == REFUSED
    assert EN("error.database_busy", file=database) in done.stderr


@pytest.mark.parametrize("role", ["leader", "county", "reviewer", "city", "team"])
def test_a_role_that_sees_nothing_without_a_scope_is_not_added_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], role: str
) -> None:
    database = tmp_path / "office.duckdb"
    status = main(["user", "add", "w.lead", "--role", role, "--database", str(database)])
    assert status != DONE
    assert "--scope" in "".join(capsys.readouterr())
    assert status in (REFUSED, WRONG)
