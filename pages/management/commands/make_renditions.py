"""`manage.py make_renditions`: makes the sizes and formats in which pictures are shown."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from pages import relocation
from pages.media import jobs, posters
from pages.media.worker import Worker, work_off

#: Visitors come first.
NICENESS = 10


class Command(BaseCommand):
    help = "Makes the sizes and formats in which pictures are shown, until it is told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="make what is missing now, and end")
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="the process that starts this one; end when it is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while relocation.work():
                pass
            jobs.sweep()
            while poster := posters.take():
                posters.fetch(poster)
            number = work_off()
            self.stdout.write(f"Images worked on: {number}.")
            return
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
        worker = Worker(self._say, parent=options["parent"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()

    def _say(self, line: str) -> None:
        self.stderr.write(f"pictures: {line}")
        self.stderr.flush()
