"""granian, in a process that has the application already: its workers are forked from it, so that
nothing is imported twice and what they have in common is in memory once.

Whatever must not be shared comes after the fork: connections, threads, the pages that each keeps.
The folder in which they hand finished pages to each other is made before it, and goes with the server.
"""

import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module

from django.urls import get_resolver
from granian.cli import cli

from portal.delivery import cores, request_threads
from portal.delivery.page_cache.front import sharing

APPLICATION = "portal.wsgi"
LOOK_EVERY = 1.0
#: For so long a thread that computes keeps the others waiting, in seconds: a finished page is sent in
#: a hundredth of a millisecond, and Python would let it wait for five beside a rendering.
TURN = 0.00005


def run(parent: int, workers: int, arguments: list[str]) -> None:
    """Serve with so many workers and these arguments of granian's until told to end, or until
    `parent` is gone.
    """
    threading.Thread(target=end_with, args=[parent], daemon=True).start()
    # The workers are forked from here.
    sys.setswitchinterval(TURN)
    finish_before_others_begin()
    # Every address, which the first visitor of each worker would wait for.
    _ = get_resolver().reverse_dict
    application = import_module(APPLICATION).application
    logging.getLogger("_granian").addFilter(is_news)
    request_threads.take_over()
    cores.give_to_workers(workers)
    words = [*arguments, "--workers", str(workers), f"{APPLICATION}:application"]
    with sharing(application, workers):
        cli(words, auto_envvar_prefix="GRANIAN")


def finish_before_others_begin() -> None:
    """Let a thread that has been given work wait until who gave it is done with its own. A page goes
    through two threads, and Linux would else interrupt the first for the second each time.
    """
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def end_with(parent: int) -> None:
    """Tell this process to end as soon as `parent` is not the process that started it any more."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line is worth showing. granian takes its threads for those that compute, and warns;
    nearly all of them wait.
    """
    return "Python threads" not in record.getMessage()
