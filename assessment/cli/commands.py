"""The commands: what each takes, its help in one language, and the function it hands over to.

To add one: a line in `parser`, a function here that calls its module, help in `i18n/*/cli.yaml`.
Why it is argparse: docs/decisions/0026.
"""

from argparse import ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.roles import GRANTED
from assessment.store.database import default_file
from assessment.units.setup import DATA

Run = Callable[[Namespace, Messages], int]


class _Commands:
    """Commands side by side below a parser; all of them take `taken`."""

    def __init__(
        self,
        below: ArgumentParser,
        metavar: str,
        *taken: ArgumentParser,
        formatter: type[HelpFormatter] = HelpFormatter,
    ) -> None:
        self._parsers = below.add_subparsers(required=True, dest="what", metavar=metavar)
        self._taken = taken
        self._formatter = formatter

    def add(
        self, name: str, about: str, run: Run | None = None, *taken: ArgumentParser
    ) -> ArgumentParser:
        """A command; without `run` it has commands below it."""
        made: ArgumentParser = self._parsers.add_parser(
            name,
            help=about.partition("\n")[0],
            description=about,
            parents=[*self._taken, *taken],
            formatter_class=self._formatter,
        )
        if run:
            made.set_defaults(run=run)
        return made


def _taking(name: str, about: str, default: Path | None) -> ArgumentParser:
    """A parent parser: an option that several commands take."""
    made = ArgumentParser(add_help=False)
    made.add_argument(name, type=Path, default=default, help=about)
    return made


def parser(t: Messages) -> ArgumentParser:
    """Every command with its help, in one language."""
    lang = ArgumentParser(add_help=False)
    lang.add_argument("--lang", choices=list(LANGUAGES), help=t("cli.lang"))
    database = _taking("--database", t("cli.database"), default_file())
    framework = _taking("--framework", t("cli.framework"), DEFAULT)
    passphrase = _taking("--passphrase-file", t("backup.cli.passphrase_file"), None)
    top = ArgumentParser(
        prog=".venv/bin/python -m assessment",
        description=t("cli.about"),
        epilog=t("cli.examples"),
        parents=[lang],
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = _Commands(top, t("cli.command"), lang, formatter=RawDescriptionHelpFormatter)

    check = commands.add("check", t("cli.check"), _check)
    check.add_argument("file", type=Path, nargs="?", default=DEFAULT, help=t("cli.check_file"))

    demo = commands.add("demo", t("cli.demo"), _demo, database)
    demo.add_argument("--prefecture", action="append", help=t("cli.demo_prefecture"))
    demo.add_argument("--period", action="append", help=t("cli.demo_period"))

    found = commands.add("found", t("cli.found"), _found, database, framework)
    found.add_argument("--data", type=Path, default=DATA, help=t("cli.found_data"))
    found.add_argument("--period", action="append", default=[], help=t("cli.found_period"))
    found.add_argument("--deadline", type=date.fromisoformat, help=t("cli.found_deadline"))

    imports = commands.add("import", t("cli.import"), _import, database, framework)
    imports.add_argument("files", type=Path, nargs="+", help=t("cli.import_files"))

    export = commands.add("export", t("cli.export"))
    _exports(_Commands(export, t("cli.what"), lang, database, framework), t)

    diff = commands.add("diff", t("diff.about"), _diff)
    diff.add_argument("old", type=Path, help=t("diff.old"))
    diff.add_argument("new", type=Path, help=t("diff.new"))
    diff.add_argument("--period", help=t("diff.period"))
    diff.add_argument("--database", type=Path, help=t("diff.database"))
    diff.add_argument("--answers", type=Path, help=t("diff.answers"))
    diff.add_argument("--units", type=Path, help=t("diff.units"))

    snapshot = commands.add("snapshot", t("snapshots.cli.about"))
    snapshots = _Commands(snapshot, t("cli.what"), lang, database)
    snapshots.add("list", t("snapshots.cli.list"), _snapshot_list)
    verified = snapshots.add("verify", t("snapshots.cli.verify"), _snapshot_verify)
    verified.add_argument("number", type=int, nargs="?", help=t("snapshots.cli.number"))

    audit = commands.add("audit", t("audit.cli.about"))
    _audits(_Commands(audit, t("cli.what"), lang, database), t)

    user = commands.add("user", t("user.about"))
    raw = RawDescriptionHelpFormatter
    _users(_Commands(user, t("user.deed"), lang, database, formatter=raw), t)

    backup = commands.add(
        "backup", t("backup.cli.backup"), _backup, database, framework, passphrase
    )
    backup.add_argument("to", type=Path, metavar="TO", help=t("backup.cli.to"))
    restore = commands.add("restore", t("backup.cli.restore"), _restore, passphrase)
    restore.add_argument("file", type=Path, metavar="FROM", help=t("backup.cli.from"))
    restore.add_argument("into", type=Path, metavar="INTO", help=t("backup.cli.into"))
    verify = commands.add("verify", t("backup.cli.verify"), _verify, passphrase)
    verify.add_argument("file", type=Path, metavar="FILE", help=t("backup.cli.file"))

    score = commands.add("score", t("cli.score"), _score, framework)
    score.add_argument("--answers", type=Path, required=True, help=t("cli.score_answers"))
    score.add_argument("--units", type=Path, help=t("cli.score_units"))
    score.add_argument("--period", help=t("cli.score_period"))
    score.add_argument("--out", type=Path, required=True, help=t("cli.out_folder"))
    return top


def _exports(commands: _Commands, t: Messages) -> None:
    template = commands.add("template", t("cli.export_template"), _export_template)
    for export in (
        template,
        commands.add("answers", t("cli.export_answers"), _export),
        commands.add("scores", t("cli.export_scores"), _export),
        commands.add("ranking", t("cli.export_ranking"), _export),
        commands.add("recalculation", t("cli.export_recalculation"), _export),
    ):
        export.add_argument("--period", required=True, help=t("cli.period"))
        export.add_argument("--out", type=Path, required=True, help=t("cli.out"))
    template.add_argument("--unit", action="append", default=[], help=t("cli.export_unit"))


def _audits(commands: _Commands, t: Messages) -> None:
    verify = commands.add("verify", t("audit.cli.verify"), _audit_verify)
    verify.add_argument("--noted", metavar=t("audit.cli.hash"), help=t("audit.cli.noted"))
    verify.add_argument("--chain-only", action="store_true", help=t("audit.cli.chain_only"))

    listed = commands.add("list", t("audit.cli.list"), _audit_list)
    listed.add_argument("--actor", default="", help=t("audit.cli.actor"))
    listed.add_argument("--action", default="", help=t("audit.cli.action"))
    listed.add_argument("--subject", default="", help=t("audit.cli.subject"))
    listed.add_argument("--text", default="", help=t("audit.cli.text"))
    listed.add_argument("--since", type=date.fromisoformat, help=t("audit.cli.since"))
    listed.add_argument("--until", type=date.fromisoformat, help=t("audit.cli.until"))
    listed.add_argument("--out", type=Path, help=t("audit.cli.out"))


def _users(commands: _Commands, t: Messages) -> None:
    add = commands.add("add", t("user.add"), _user)
    add.add_argument("account", help=t("user.account"))
    add.add_argument("--role", required=True, choices=GRANTED, help=t("user.role"))
    add.add_argument("--name", default="", help=t("user.name"))
    add.add_argument("--body", default="", help=t("user.body"))
    add.add_argument("--scope", default="", help=t("user.scope"))
    for command in (
        commands.add("disable", t("user.disable"), _user),
        commands.add("enable", t("user.enable"), _user),
        commands.add("reset", t("user.reset"), _user),
    ):
        command.add_argument("account", help=t("user.account"))
    commands.add("list", t("user.list"), _user)


# Each command's module is imported when it is run, so that --help and check stay quick.


def _check(options: Namespace, t: Messages) -> int:
    from assessment.cli.check import check  # noqa: PLC0415

    return check(options.file, t.lang)


def _demo(options: Namespace, t: Messages) -> int:
    from assessment.cli.demo import demo  # noqa: PLC0415

    return demo(options.database, options.prefecture, options.period, t)


def _found(options: Namespace, t: Messages) -> int:
    from assessment.cli.found import found  # noqa: PLC0415

    return found(
        options.database, options.framework, options.data, options.period, options.deadline, t
    )


def _import(options: Namespace, t: Messages) -> int:
    from assessment.cli.imports import import_files  # noqa: PLC0415

    return import_files(options.database, options.framework, options.files, t)


def _export_template(options: Namespace, t: Messages) -> int:
    from assessment.cli.exports import export_templates  # noqa: PLC0415

    return export_templates(
        options.database, options.framework, options.period, options.unit, options.out, t
    )


def _export(options: Namespace, t: Messages) -> int:
    from assessment.cli import exports  # noqa: PLC0415

    export = {
        "answers": exports.export_answers,
        "scores": exports.export_scores,
        "ranking": exports.export_ranking,
        "recalculation": exports.export_recalculation,
    }[options.what]
    return export(options.database, options.framework, options.period, options.out, t)


def _diff(options: Namespace, t: Messages) -> int:
    from assessment.cli.diff import DiffOptions, diff  # noqa: PLC0415

    asked = DiffOptions(options.period, options.database, options.answers, options.units)
    return diff(options.old, options.new, asked, t)


def _snapshot_list(options: Namespace, t: Messages) -> int:
    from assessment.cli.snapshot import listed  # noqa: PLC0415

    return listed(options.database, t)


def _snapshot_verify(options: Namespace, t: Messages) -> int:
    from assessment.cli.snapshot import verify  # noqa: PLC0415

    return verify(options.database, options.number, t)


def _audit_verify(options: Namespace, t: Messages) -> int:
    from assessment.cli.audit import verify  # noqa: PLC0415

    return verify(options.database, options.noted, not options.chain_only, t)


def _audit_list(options: Namespace, t: Messages) -> int:
    from assessment.cli.audit import listed  # noqa: PLC0415
    from assessment.office.audit_trail.audit import AuditFilter  # noqa: PLC0415

    filters = ("actor", "action", "subject", "text", "since", "until")
    criteria = AuditFilter(**{name: getattr(options, name) for name in filters})
    return listed(options.database, criteria, options.out, t)


def _backup(options: Namespace, t: Messages) -> int:
    from assessment.cli.backup import backup  # noqa: PLC0415

    return backup(options.database, options.framework, options.to, options.passphrase_file, t)


def _restore(options: Namespace, t: Messages) -> int:
    from assessment.cli.backup import restore  # noqa: PLC0415

    return restore(options.file, options.into, options.passphrase_file, t)


def _verify(options: Namespace, t: Messages) -> int:
    from assessment.cli.backup import verify  # noqa: PLC0415

    return verify(options.file, options.passphrase_file, t)


def _user(options: Namespace, t: Messages) -> int:
    from assessment.cli.user import user  # noqa: PLC0415

    return user(options, t)


def _score(options: Namespace, t: Messages) -> int:
    from assessment.cli.score import score  # noqa: PLC0415

    return score(options.framework, options.answers, options.units, options.period, options.out, t)
