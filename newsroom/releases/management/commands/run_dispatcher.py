"""`manage.py run_dispatcher`: carries out to the second what is due, until it is told to end."""

import gc
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from newsroom.releases.dispatcher.resident import Dispatcher, warm_up


class Command(BaseCommand):
    help = (
        "Carries out releases, schedules and expiries at their instants, until it is told to end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="the process that starts this one; end when it is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dispatcher = Dispatcher(self._say, parent=options["parent"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: dispatcher.stop())
        warm_up()
        dispatcher.run()
        # Python would otherwise look through everything for seconds before it ends.
        gc.freeze()

    def _say(self, line: str) -> None:
        self.stderr.write(f"dispatcher: {line}")
        self.stderr.flush()
