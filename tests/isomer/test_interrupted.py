"""A run that ends in the middle: the next one starts as if it had never been."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.isomer.outcome import everything_counted
from tests.isomer.repository import ROOT

#: Runs the command in a process of its own, which kills itself once every page is written.
SCRIPT = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from portal.isomer import runner
runner.SettingsWriter.write = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
call_command("import_isomer", sys.argv[1])
"""


def database_url() -> str:
    """The address of the database that this test uses."""
    data = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{data['NAME']}"
    password = f":{data['PASSWORD']}" if data["PASSWORD"] else ""
    host = f"{data['HOST'] or '127.0.0.1'}:{data['PORT'] or 5432}"
    return f"postgres://{data['USER']}{password}@{host}/{data['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_leaves_no_row_and_the_next_one_is_whole(
    make_repository, run_import, media_root: Path
):
    folder = make_repository()
    before = everything_counted()
    connection.close()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert "12 of 12 pages" in done.stdout or done.stdout == ""
    assert everything_counted() == before
    report = run_import(folder)
    assert {str(item.action) for item in report.items} == {"created", "entry"}
    assert len(report.items) == 15
