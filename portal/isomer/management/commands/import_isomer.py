"""`manage.py import_isomer PATH`: an Isomer repository becomes pages of this site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from portal.isomer.codes import Code
from portal.isomer.errors import ImportStop
from portal.isomer.lifecycle import import_repository
from portal.isomer.mapping import read_mapping
from portal.isomer.reader import read
from portal.isomer.report import Action, Report

#: A line of progress is printed about this often.
_STEPS = 20
_LISTED = 12
_NOWHERE = frozenset({Code.LINK_UNRESOLVED, Code.LINK_INVALID, Code.LINK_UNSAFE})


class Command(BaseCommand):
    help = "Import an Isomer repository: pages, images, documents, menu and settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="the folder of the repository")
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

    def handle(self, *args: Any, **options: Any) -> None:
        try:
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
        self._verbosity = int(options["verbosity"])
        report_path = Path(options["report"]) if options["report"] else None
        if report_path is not None and not report_path.parent.is_dir():
            raise ImportStop(f"The folder of the report, {report_path.parent}, does not exist.")
        mapping = read_mapping(Path(options["map_file"]) if options["map_file"] else None)
        repository = read(Path(options["path"]))
        self._say(f"Read {repository.key}: {len(repository.documents)} documents.")
        _, report = import_repository(
            repository,
            mapping,
            root=options["root"],
            dry_run=options["dry_run"],
            progress=self._progress,
        )
        if report_path is not None:
            report.save(report_path)
        self._summary(report, report_path)

    def _say(self, line: str) -> None:
        if self._verbosity:
            self.stdout.write(line)

    def _progress(self, phase: str, done: int, total: int) -> None:
        step = max(total // _STEPS, 1)
        if done % step == 0 or done == total:
            self._say(f"  {done} of {total} pages")

    def _summary(self, report: Report, path: Path | None) -> None:
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
