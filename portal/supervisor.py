"""The web server with the dispatcher and the picture worker beside it, without more terminals:

python -m portal.supervisor WEB-SERVER [--no-dispatcher] [--no-worker]

`manage.py serve` becomes this after it started the web server, a process of its own by then, whose
number it passes on. This needs nothing but Python itself, so that it is small and can hardly fail.
The web server is what the site is: when it ends by itself, everything ends, and whoever started this
sees it by the exit code. The others come a moment after it, so that the first visitors need not
share the processor with them, and are started again when they end by themselves.
"""

import os
import select
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
#: Signals that Python does not listen to, and other programs expect to.
IGNORED_BY_PYTHON = (signal.SIGPIPE, signal.SIGXFSZ)

#: How long all may take to end, in seconds, before they are killed: a little less than the ten
#: seconds after which containers are. What the dispatcher has in hand is then rolled back, and a
#: picture in hand is made again.
PATIENCE = 8.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
#: A helper that ran for so long is not broken: it is started again soon.
STEADY = 60.0
#: Seconds after which the helpers follow the web server, one after the other.
HEAD_START, BETWEEN = 1.0, 2.0


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

    def __init__(self, process_id: int) -> None:
        self.started_at = time.monotonic()
        self._process_id = process_id
        self._exit_code: int | None = None

    @property
    def exit_code(self) -> int | None:
        """None while it runs; below 0 is the number of the signal that ended it."""
        if self._exit_code is None:
            process_id, status = os.waitpid(self._process_id, os.WNOHANG)
            if process_id:
                self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def tell_to_end(self) -> None:
        if self.exit_code is None:
            os.kill(self._process_id, signal.SIGTERM)

    def kill_group(self) -> None:
        """Kill it and whatever it started and left behind."""
        try:
            os.killpg(self._process_id, signal.SIGKILL)
        except ProcessLookupError:
            return
        if self._exit_code is None:
            os.waitpid(self._process_id, 0)


class Kept:
    """A helper that is started after a while, and again whenever it ends, after a longer wait each
    time.
    """

    def __init__(self, helper: Helper, after: float) -> None:
        self._helper = helper
        self._wait = FIRST_WAIT
        self.start_at: float | None = time.monotonic() + after
        self.child: Child | None = None

    def look_after(self) -> None:
        if self.start_at is not None:
            if time.monotonic() >= self.start_at:
                self.child, self.start_at = self._started(), None
        elif self.child is not None and self.child.exit_code is not None:
            self._plan_anew(self.child)

    def _started(self) -> Child:
        process_id = os.posix_spawn(
            self._helper.command[0],
            self._helper.command,
            os.environ,
            setpgroup=0,
            setsigdef=IGNORED_BY_PYTHON,
        )
        if self._helper.niceness:
            os.setpriority(os.PRIO_PROCESS, process_id, self._helper.niceness)
        return Child(process_id)

    def _plan_anew(self, ended: Child) -> None:
        ran_for = time.monotonic() - ended.started_at
        self._wait = FIRST_WAIT if ran_for >= STEADY else self._wait
        self.start_at = time.monotonic() + self._wait
        _say(
            f"The {self._helper.name} ended by itself ({_described(ended.exit_code)}). "
            f"It is started again in {self._wait:.0f} s; until then {self._helper.meanwhile}."
        )
        self._wait = min(self._wait * 2, LONGEST_WAIT)


class Supervisor:
    """Keeps all running until it is told to end or the web server ends."""

    def __init__(self, web: Child, helpers: list[Helper]) -> None:
        self._web = web
        self._told = 0
        self._kept = [
            Kept(helper, HEAD_START + place * BETWEEN) for place, helper in enumerate(helpers)
        ]

    def run(self) -> int:
        """Returns the exit code: 0 when it was told to end."""
        awake = self._listen()
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
        instants = [kept.start_at for kept in self._kept if kept.start_at is not None]
        return max(min(instants) - time.monotonic(), 0.0) if instants else None

    def _end(self) -> None:
        children = [self._web, *(kept.child for kept in self._kept if kept.child is not None)]
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
    return Supervisor(Child(int(arguments[0])), helpers).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
