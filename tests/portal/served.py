"""`manage.py serve` in processes of its own, for tests of what it starts and leaves behind."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: In the command line of the web server, which was forked from the command.
WEB = "manage.py serve"


class Served:
    """`manage.py serve` in processes of its own."""

    def __init__(self, environment: dict[str, str], port: str, *words: str) -> None:
        self.port = port
        self.printed = ""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", port, *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> "Served":
        try:
            assert answer(f"http://localhost:{self.port}/_health/") == 200
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)

    def end(self, with_signal: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(with_signal)
        return self.wait()

    def wait(self) -> int:
        self.printed, _ = self.process.communicate(timeout=30)
        return self.process.returncode

    @property
    def says_of_dispatcher(self) -> str:
        with urllib.request.urlopen(f"http://localhost:{self.port}/_health/", timeout=5) as told:
            return json.load(told)["dispatcher"]

    def child(self, words: str) -> int:
        """The number of the child process whose command line holds `words`."""
        return within(30, lambda: next(iter(self.children(words)), None))

    def children(self, words: str) -> list[int]:
        return [number for number, line in children_of(self.process.pid).items() if words in line]


def children_of(process: int) -> dict[int, str]:
    """The command lines of its child processes, by their numbers."""
    words = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process)]
    found = subprocess.run(words, capture_output=True, text=True)
    lines = (line.split(None, 1) for line in found.stdout.splitlines())
    return {int(number): line for number, line in lines}


def within(seconds: float, question):
    """The first true answer to a question that is asked again and again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"no answer within {seconds} s")


def runs(pid: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def answer(address: str) -> int:
    """The status of the first answer at `address`; gives up after two minutes."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")
