"""Whoever makes pictures lets visitors go first."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pages.management.commands import make_renditions
from pages.media import encoding, making
from pages.media.looks import LIKELY
from tests.media.pictures import photograph

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities on Linux")


def niceness(task: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, task)


@pytest.mark.django_db
def test_encoders_step_back_and_whoever_started_them_does_not(monkeypatch) -> None:
    before, seen = niceness(0), set()
    real = encoding.encoded

    def listen(*args) -> bytes:
        seen.add(niceness(threading.get_native_id()))
        return real(*args)

    monkeypatch.setattr(encoding, "encoded", listen)
    image = photograph((80, 60))
    with image.file.open("rb") as file:
        assert list(making.make(image, file, LIKELY, frozenset()))
    assert seen == {making.NICENESS}
    assert niceness(0) == before


def test_the_process_steps_back_before_it_looks_for_work(tmp_path) -> None:
    # Its database has no tables: it waits for them.
    address = f"sqlite:///{tmp_path}/none.sqlite3"
    words = [sys.executable, "manage.py", "make_renditions"]
    environment = os.environ | {"DATABASE_URL": address}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    with process:
        try:
            assert process.stderr is not None
            assert "The database does not answer" in process.stderr.readline()
            assert niceness(process.pid) == make_renditions.NICENESS
        finally:
            process.terminate()
