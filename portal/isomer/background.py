"""Imports in processes of their own, so that no request waits for one."""

import os
import subprocess
import sys

from django.conf import settings

from portal.isomer.models import ImportRun

#: The processes that this one has started, by their runs.
_children: dict[int, subprocess.Popen] = {}


class NotStarted(Exception):
    """The operating system refused the process; the message says why."""


def start(run: ImportRun) -> None:
    """Run the import of a row in a process of its own; returns at once.

    When the process can't be started, the run is stopped and says so.
    """
    try:
        _spawn(run, "--run")
    except NotStarted as error:
        run.stop(
            f"The import could not be started: {error}. Try again, or ask who runs the server."
        )


def start_rollback(run: ImportRun) -> None:
    """Take a run back in a process of its own; returns at once.

    When the process can't be started, the run stays what it was and says so.
    """
    try:
        _spawn(run, "--rollback")
    except NotStarted as error:
        run.process = ""
        run.message = f"Taking it back could not be started: {error}. Try again."
        run.save(update_fields=["process", "message"])


def ended(run: ImportRun) -> bool:
    """Whether a process that was started here for the run is over, whatever it did."""
    child = _children.get(run.pk)
    return child is not None and child.poll() is not None


def _spawn(run: ImportRun, option: str) -> None:
    manage = settings.BASE_DIR / "manage.py"
    command = [sys.executable, str(manage), "import_isomer", option, str(run.pk)]
    _forget_ended()
    try:
        # Its own session: what ends the server's terminal or worker does not end the import.
        # Errors go where the server's go; what the command prints is in the row already.
        _children[run.pk] = subprocess.Popen(  # noqa: S603 - our own command and a number
            command,
            cwd=settings.BASE_DIR,
            env=os.environ.copy(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotStarted(error.strerror or "the system refused it") from error


def _forget_ended() -> None:
    """Ask for the end of earlier children, which the system keeps until somebody does."""
    for number, child in list(_children.items()):
        if child.poll() is not None:
            _children.pop(number, None)
