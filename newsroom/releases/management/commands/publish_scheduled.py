"""`manage.py publish_scheduled`: one pass, for a cron line. It takes the place of Wagtail's own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.releases.dispatcher import run_pass
from newsroom.releases.dispatcher.units import due_units
from pages import clock, moments


class Command(BaseCommand):
    help = "Carries out, once, what is due: releases, scheduled versions and expiries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dryrun", action="store_true", help="only print what is due; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            self._print_due()
            return
        report = run_pass()
        for word in ("done", "skipped", "busy"):
            for key in getattr(report, word):
                self.stdout.write(f"{word}: {key}")
        if report.failed:
            raise CommandError(
                f"Failed: {', '.join(report.failed)}. Each is tried again; the error of a release "
                "is on its page in the admin, that of others in the log."
            )

    def _print_due(self) -> None:
        units = due_units(clock.database_now())
        for unit in units:
            self.stdout.write(f"due since {moments.stamp(unit.instant)}: {unit.key}")
        if not units:
            self.stdout.write("Nothing is due.")
