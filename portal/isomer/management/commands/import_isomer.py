"""`manage.py import_isomer PATH`: an Isomer repository becomes pages of this site."""

from contextlib import closing
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from portal.isomer.codes import Code
from portal.isomer.errors import ImportStop
from portal.isomer.lifecycle import import_repository, take_back, watched
from portal.isomer.mapping import parse_mapping, read_mapping
from portal.isomer.models import ImportRun
from portal.isomer.models.runs import Phase
from portal.isomer.progress import ProgressBar, Stream
from portal.isomer.reader import read
from portal.isomer.report import Action, Report
from portal.isomer.repository import Repository
from portal.isomer.runner import Progress

_LISTED = 12
_NOWHERE = frozenset({Code.LINK_UNRESOLVED, Code.LINK_INVALID, Code.LINK_UNSAFE})


class Command(BaseCommand):
    help = "Import an Isomer repository: pages, images, documents, menu, settings and redirects."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", help="the folder or the ZIP of the repository")
        parser.add_argument(
            "--root",
            help="home page to import below: id, path or slug (default: the default site's)",
        )
        parser.add_argument(
            "--map",
            dest="map_file",
            help="file of rules such as: /national-ai-strategy/ = strategy",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, report everything"
        )
        parser.add_argument("--report", help="file for the report, as JSON")
        parser.add_argument(
            "--run", type=int, metavar="ID", help="run the import that was asked for in the admin"
        )
        parser.add_argument(
            "--rollback", type=int, metavar="ID", help="take the import with this number back"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._verbosity = int(options["verbosity"])
        given = [name for name in ("path", "run", "rollback") if options[name] is not None]
        try:
            if len(given) != 1:
                raise ImportStop("Give the folder or ZIP of a repository, or --run, or --rollback.")
            if given == ["rollback"]:
                self._take_back(_run(options["rollback"]))
            elif given == ["run"]:
                self._run(_run(options["run"]), options)
            else:
                self._import(options)
        except ImportStop as stop:
            raise CommandError(" ".join(str(stop).split()), returncode=2) from stop
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).splitlines()[0] if str(error) else "no answer"
            raise CommandError(
                f"The database can't be used: {reason}. Is it migrated?",
                returncode=2,
            ) from error

    def _import(self, options: dict[str, Any]) -> None:
        report_path = _report_path(options)
        mapping = read_mapping(Path(options["map_file"]) if options["map_file"] else None)
        with closing(self._read(Path(options["path"]))) as repository:
            record, report = import_repository(
                repository,
                mapping,
                root=options["root"],
                dry_run=options["dry_run"],
                progress=self._progress(),
            )
        self._summary(record, report, report_path)

    def _run(self, record: ImportRun, options: dict[str, Any]) -> None:
        """An import that was asked for: its archive, rules and place are in its row."""
        report_path = _report_path(options)
        if not record.archive:
            raise ImportStop(f"Import {record.pk} has no archive; import its folder instead.")

        record.begin(Phase.READING)
        with watched(record):
            mapping = parse_mapping(record.rules, "The rules")
            repository = self._read(Path(record.archive.path))
        with closing(repository):
            record, report = import_repository(
                repository,
                mapping,
                root=record.root or None,
                dry_run=record.dry_run,
                progress=self._progress(),
                claimed=record,
            )
        self._summary(record, report, report_path)

    def _take_back(self, record: ImportRun) -> None:
        self._say(f"{take_back(record, self._progress())}")

    def _read(self, path: Path) -> Repository:
        repository = read(path)
        self._say(f"Read {repository.key}: {len(repository.documents)} documents.")
        return repository

    def _progress(self) -> Progress:
        if not self._verbosity:
            return lambda phase, done, total: None
        # What wraps it would end every piece of the bar with a new line.
        return ProgressBar(cast(Stream, self.stdout._out))

    def _say(self, line: str) -> None:
        if self._verbosity:
            self.stdout.write(line)

    def _summary(self, record: ImportRun, report: Report, path: Path | None) -> None:
        if path is not None:
            report.save(path)
        totals = report.totals()
        counts = ", ".join(f"{totals[action]} {action}" for action in Action if totals[action])
        words = totals["words"]
        self._say(f"{'Dry run: ' if report.dry_run else ''}{counts or 'nothing to do'}.")
        self._say(
            f"Words: {words['source']} in the source, {words['page']} on the pages. "
            f"Images {totals['images']}, videos {totals['videos']}, cards {totals['cards']}, "
            f"tables {totals['tables']}, legacy blocks {totals['legacy_html_blocks']}."
        )
        self._list_unresolved(report)
        if totals["warnings"]:
            notes = ", ".join(f"{code} {count}" for code, count in totals["warnings"].items())
            self._say(f"Noticed: {notes}.")
        if path is not None:
            self._say(f"Report: {path}")
        self._say(f"Import {record.pk}: the whole report is in the admin, Settings → Imports.")

    def _list_unresolved(self, report: Report) -> None:
        lines = [
            f"  {item.source}{f':{note.line}' if note.line else ''} {note.detail}"
            for item in report.items
            for note in item.warnings
            if note.code in _NOWHERE
        ]
        if lines:
            self._say(f"Links that lead nowhere: {len(lines)}")
        for line in lines[:_LISTED]:
            self._say(line)
        if len(lines) > _LISTED:
            self._say(f"  … and {len(lines) - _LISTED} more; see the report.")


def _run(number: int) -> ImportRun:
    record = ImportRun.objects.filter(pk=number).first()
    if record is None:
        raise ImportStop(f"There is no import {number}: Settings → Imports lists them.")
    return record


def _report_path(options: dict[str, Any]) -> Path | None:
    path = Path(options["report"]) if options["report"] else None
    if path is not None and not path.parent.is_dir():
        raise ImportStop(f"The folder of the report, {path.parent}, does not exist.")
    return path
