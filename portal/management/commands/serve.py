"""`manage.py serve`: the site behind granian, as in production but on one machine."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal.serve_port import port_trouble


class Command(BaseCommand):
    help = "Serves the site with granian and prints where it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")
        # Without Redis each process has a cache of its own, so one process is the default.
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4, help="threads in each worker")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if trouble := port_trouble(host, port):
            raise CommandError(trouble)
        adopt_port(int(port))
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
        self.stdout.write(f"Site:   http://{shown}:{port}/")
        self.stdout.write(f"Admin:  http://{shown}:{port}/admin/")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()
        arguments = {
            "--interface": "wsgi",
            "--host": host,
            "--port": port,
            "--workers": options["workers"],
            "--blocking-threads": options["threads"],
            "--log-level": "warning",
            # Ctrl-C reaches a worker twice, from the terminal and from granian, which can leave
            # it waiting for ever.
            "--workers-kill-timeout": 3,
        }
        words = [str(word) for pair in arguments.items() for word in pair]
        # granian takes this process over, so that signals reach it directly.
        os.execv(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "granian", *words, "portal.wsgi:application"],
        )


def adopt_port(port: int) -> None:
    """Let the links of a site that was never given a host of its own lead to this port."""
    site = Site.objects.filter(is_default_site=True, hostname="localhost").first()
    if site and site.port != port:
        site.port = port
        site.save()
