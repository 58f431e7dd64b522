"""`manage.py serve`: the site behind granian, with what works beside it, on one machine."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from wagtail.models import Site

from portal import web_server
from portal.delivery.cdn import purging
from portal.serve_port import port_trouble

#: Requests that each worker has in hand at once. Most of these threads wait for one that renders;
#: one of those that are left sends finished pages meanwhile.
REQUESTS = 32


class Command(BaseCommand):
    help = (
        "Serves the site with granian, runs the dispatcher and the picture worker beside it, and "
        "prints where it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")
        # Without Redis each process has a cache of its own, so one process is the default.
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument(
            "--threads",
            type=int,
            default=4,
            help="pages that each worker renders at once, each with a connection to the database",
        )
        parser.add_argument(
            "--no-dispatcher",
            action="store_true",
            help="the dispatcher runs elsewhere, or requests do its work",
        )
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="the process that makes renditions of pictures runs elsewhere",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        for option in ("workers", "threads"):
            if options[option] < 1:
                raise CommandError(f"--{option} must be 1 or more.")
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
            "--blocking-threads": REQUESTS + options["threads"],
            # One thread of each worker reads and writes, and need not guard itself against others.
            "--runtime-mode": "st",
            "--log-level": "warning",
            # A worker that hangs does not keep the server from ending.
            "--workers-kill-timeout": 3,
        }
        words = [str(word) for pair in arguments.items() for word in pair]
        os.environ["RENDERING_THREADS"] = str(options["threads"])
        alone = [
            option
            for option, is_set in (
                ("--no-dispatcher", options["no_dispatcher"]),
                ("--no-worker", options["no_worker"]),
            )
            if is_set
        ]
        # A connection has one process, and a thread as well.
        purging.finish()
        connections.close_all()
        own = os.getpid()
        web = os.fork()
        if not web:
            os.setpgid(0, 0)
            web_server.run(own, options["workers"], words)
        paths = [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]
        # The supervisor takes this process over: it is small, and signals reach it directly.
        os.execve(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "portal.supervisor", str(web), *alone],
            {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )


def adopt_port(port: int) -> None:
    """Let the links of a site that was never given a host of its own lead to this port."""
    site = Site.objects.filter(is_default_site=True, hostname="localhost").first()
    if site and site.port != port:
        site.port = port
        site.save()
