"""`manage.py bake`: the public site as files that nginx or an object store can serve alone."""

import signal
import time
from argparse import ArgumentParser
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages import moments
from portal.delivery.baking import addresses
from portal.delivery.baking import folder as folders
from portal.delivery.baking.asking import NoAnswer, check_sites
from portal.delivery.baking.run import Report, bake
from portal.delivery.baking.watch import watch

#: Seconds between two lines of progress.
_PROGRESS = 5.0
#: How many choices in a list have files: all where there is nobody else to answer, and no more than
#: are worth making anew at each publication where there is.
_ALL_CHOICES, _WATCHED_CHOICES = len(addresses.CHOICES), 1


class Command(BaseCommand):
    help = (
        "Writes the whole public site as compressed files into a folder that is empty or was baked "
        "before. A second run renders only what changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--watch",
            action="store_true",
            help="go on: bake again whenever something is published or due, until Ctrl-C",
        )
        parser.add_argument(
            "--choices",
            type=int,
            choices=range(_ALL_CHOICES + 1),
            metavar="N",
            help="how many of kind, year and topic may be chosen at once in a list that is baked, "
            f"0 to {_ALL_CHOICES}; without this {_ALL_CHOICES}, all that a page links to, and "
            f"{_WATCHED_CHOICES} with --watch, as each publication makes them anew and the "
            "application answers the others",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        choices = options["choices"]
        if choices is None:
            choices = _WATCHED_CHOICES if options["watch"] else _ALL_CHOICES
        try:
            # Before the folder is touched.
            check_sites()
            with folders.held(options["folder"]) as folder:
                if options["watch"]:
                    over = Event()
                    for number in (signal.SIGINT, signal.SIGTERM):
                        signal.signal(number, lambda *_: over.set())
                    self.stdout.write(f"Baking into {folder} until Ctrl-C.")
                    watch(folder, choices, self._tell, over.is_set)
                    return
                report = bake(folder, choices, self._progress())
        except (folders.WrongFolder, NoAnswer) as error:
            raise CommandError(str(error)) from error
        self._tell(report)
        if report.failed:
            count = len(report.failed)
            raise CommandError(
                f"{count} {'address' if count == 1 else 'addresses'} could not be rendered, and the "
                f"mirror is without: {report.failed[0]}{' and others' if count > 1 else ''}. The log "
                "says why."
            )
        if not report.pages:
            raise CommandError(
                "No page is public, so the mirror shows none. Publish the site's home page, or name "
                "another one in the admin, under Settings, Sites."
            )
        if not report.is_settled:
            raise CommandError(
                "Something was published in every round. The mirror is whole and a little old: run "
                "it again."
            )

    def _progress(self):
        last = time.monotonic()

        def progress(done: int, left: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _PROGRESS:
                last = time.monotonic()
                self.stdout.write(f"{done} addresses done, {left} known to be left …")
                self.stdout.flush()

        return progress

    def _tell(self, report: Report) -> None:
        for address, why in report.left_out.items():
            self.stdout.write(f"Left out: {address} ({why}).")
        self.stdout.write(
            f"{report.pages} pages and {report.files - report.pages} other files, "
            f"{report.redirects} redirects, {report.bytes / 1_000_000:.1f} MB before packing; "
            f"{report.rendered} rendered, in {report.seconds:.1f} s."
        )
        if report.next_due:
            self.stdout.write(f"Next change by its date: {moments.describe(report.next_due)}.")
        if report.is_new_to_nginx:
            self.stdout.write(
                "Its configuration changed: let nginx read it again (nginx -s reload)."
            )
        self.stdout.flush()
