"""The web server with the dispatcher and the picture worker beside it, without more terminals:

python -m portal.supervisor [--no-dispatcher] [--no-worker] GRANIAN-ARGUMENTS...

It needs nothing but Python itself, so that it is small and can hardly fail. The web server is what
the site is: when it ends by itself, everything ends, and whoever started this sees it by the exit
code. The others are started again when they end by themselves.
"""

import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"

#: How long all may take to end, in seconds, before they are killed: a little less than the ten
#: seconds after which containers are. What the dispatcher has in hand is then rolled back, and a
#: picture in hand is made again.
PATIENCE = 8.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
#: A helper that ran for so long is not broken: it is started again soon.
STEADY = 60.0


@dataclass(frozen=True)
class Helper:
    """A process beside the web server: how to start it, and who does its work meanwhile."""

    name: str
    command: list[str]
    meanwhile: str
    #: Above 0, it leaves the processor to the others from its first moment on.
    niceness: int = 0


class Child:
    """A process of its own group, so that Ctrl-C in a terminal reaches this one only."""

    def __init__(self, command: list[str], niceness: int = 0) -> None:
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(command, process_group=0)  # noqa: S603
        if niceness:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, niceness)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def tell_to_end(self) -> None:
        if self.exit_code is None:
            self._process.terminate()

    def kill_group(self) -> None:
        """Kill it and whatever it started and left behind."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._process.wait()


class Kept:
    """A helper that is started again whenever it ends, after a longer wait each time."""

    def __init__(self, helper: Helper) -> None:
        self._helper = helper
        self._wait = FIRST_WAIT
        self.restart_at: float | None = None
        self.child = self._start()

    def _start(self) -> Child:
        return Child(self._helper.command, self._helper.niceness)

    def look_after(self) -> None:
        if self.child.exit_code is None:
            return
        if self.restart_at is None:
            ran_for = time.monotonic() - self.child.started_at
            self._wait = FIRST_WAIT if ran_for >= STEADY else self._wait
            self.restart_at = time.monotonic() + self._wait
            _say(
                f"The {self._helper.name} ended by itself ({_described(self.child.exit_code)}). "
                f"It is started again in {self._wait:.0f} s; until then {self._helper.meanwhile}."
            )
            self._wait = min(self._wait * 2, LONGEST_WAIT)
        elif time.monotonic() >= self.restart_at:
            self.child, self.restart_at = self._start(), None


class Supervisor:
    """Keeps all running until it is told to end or the web server ends."""

    def __init__(self, web: list[str], helpers: list[Helper]) -> None:
        self._web_command, self._helpers = web, helpers
        self._told = 0
        self._kept: list[Kept] = []

    def run(self) -> int:
        """Returns the exit code: 0 when it was told to end."""
        awake = self._listen()
        self._web = Child(self._web_command)
        self._kept = [Kept(helper) for helper in self._helpers]
        while not self._told and self._web.exit_code is None:
            for kept in self._kept:
                kept.look_after()
            select.select([awake], [], [], self._nap())
            _drain(awake)
        code = self._web.exit_code
        if not self._told:
            _say(f"The web server ended by itself ({_described(code)}); everything ends.")
        self._end()
        return 0 if self._told or code is None else _exit_status(code)

    def _listen(self) -> int:
        """A descriptor that can be read when a signal has come."""
        awake, wake = os.pipe()
        for end in (awake, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end_was_asked)
        # The death of a child only has to wake the loop.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return awake

    def _end_was_asked(self, *_: object) -> None:
        self._told += 1

    def _nap(self) -> float | None:
        instants = [kept.restart_at for kept in self._kept if kept.restart_at is not None]
        return max(min(instants) - time.monotonic(), 0.0) if instants else None

    def _end(self) -> None:
        children = [self._web, *(kept.child for kept in self._kept)]
        for child in children:
            child.tell_to_end()
        told, until = self._told, time.monotonic() + PATIENCE
        # Asked a second time, they are not waited for.
        while time.monotonic() < until and self._told <= max(told, 1):
            if all(child.exit_code is not None for child in children):
                break
            time.sleep(0.02)
        for child in children:
            child.kill_group()


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 512):
            pass
    except BlockingIOError:
        return


def _exit_status(code: int) -> int:
    """As a shell would tell it; never 0."""
    return 128 - code if code < 0 else code or 1


def _described(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _say(line: str) -> None:
    print(f"serve: {line}", file=sys.stderr, flush=True)  # noqa: T201


def main(arguments: list[str]) -> int:
    parent = str(os.getpid())
    beside = {
        "--no-dispatcher": ("dispatcher", "run_dispatcher", "requests do its work", 0),
        "--no-worker": ("picture worker", "make_renditions", "new pictures wait", 10),
    }
    helpers = [
        Helper(
            name, [sys.executable, str(MANAGE), command, "--parent", parent], meanwhile, niceness
        )
        for option, (name, command, meanwhile, niceness) in beside.items()
        if option not in arguments
    ]
    words = [word for word in arguments if word not in beside]
    return Supervisor([sys.executable, "-m", "portal.web_server", parent, *words], helpers).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
