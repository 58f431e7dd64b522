"""`manage.py check_isomer PATH`: nothing of an imported Isomer repository was lost."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from portal.fidelity import report
from portal.fidelity.check import Check, Verdict
from portal.fidelity.compare.reported import read_report
from portal.fidelity.errors import CheckStop
from portal.fidelity.site.in_process import InProcess
from portal.fidelity.site.over_http import OverHttp
from portal.fidelity.source.expected import take_expected
from portal.fidelity.source.reading import read_repository


class Command(BaseCommand):
    help = "Compare an imported Isomer repository with the pages that the site serves for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="the folder of the repository")
        parser.add_argument("--base-url", help="ask a running site there instead of this process")
        parser.add_argument(
            "--expected", help="Jekyll's HTML of the repository, as JSON lines, for the reference"
        )
        parser.add_argument(
            "--report", help="the import's report: losses that it names count as reported"
        )
        parser.add_argument(
            "--threshold",
            type=float,
            help="per cent that every criterion has to reach (default: each its own)",
        )
        parser.add_argument("--json", dest="json_file", help="file for everything, as JSON")
        parser.add_argument("--only", default="", help="check files or addresses like this: /a/*")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = self._check(options)
        except CheckStop as stop:
            raise CommandError(" ".join(str(stop).split()), returncode=2) from stop
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).splitlines()[0] if str(error) else "no answer"
            message = f"The database can't be used: {reason}. Is it migrated?"
            raise CommandError(message, returncode=2) from error
        if not verdict.passes(options["threshold"]):
            below = [
                score.criterion.value
                for score in verdict.scores()
                if not score.passes(options["threshold"])
            ]
            raise CommandError(f"Below the threshold: {', '.join(below)}.", returncode=1)

    def _check(self, options: dict[str, Any]) -> Verdict:
        threshold = options["threshold"]
        if threshold is not None and not 0 <= threshold <= 100:
            raise CheckStop(f"The threshold {threshold:g} is no percentage from 0 to 100.")
        target = Path(options["json_file"]) if options["json_file"] else None
        if target is not None and not target.parent.is_dir():
            raise CheckStop(f"The folder of the JSON file, {target.parent}, does not exist.")
        notes = read_report(Path(options["report"]) if options["report"] else None)
        repository = read_repository(Path(options["path"]))
        if options["expected"]:
            take_expected(repository, Path(options["expected"]))
        site = OverHttp(options["base_url"]) if options["base_url"] else InProcess()
        with site.quiet():
            verdict = Check(repository, site, notes).run(options["only"], self._progress)
        if not verdict.rows:
            raise CheckStop(f"Nothing to check: no file is like {options['only'] or 'a page'}.")
        if target is not None:
            report.save(verdict, threshold, target)
        for line in report.lines(verdict, threshold):
            self.stdout.write(line)
        return verdict

    def _progress(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{done} of {total} files", ending=end)
        self.stderr.flush()
