"""Imports in processes of their own that share the database and folders of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from portal.isomer import background

PATIENCE = 90


def database_url() -> str:
    """The address of the database that this test uses."""
    data = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{data['NAME']}"
    password = f":{data['PASSWORD']}" if data["PASSWORD"] else ""
    host = f"{data['HOST'] or '127.0.0.1'}:{data['PORT'] or 5432}"
    return f"postgres://{data['USER']}{password}@{host}/{data['NAME']}"


@contextmanager
def shared_with_children(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let imports that are started here find what the test has; wait for them at the end."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    monkeypatch.setenv("MEDIA_ROOT", settings.MEDIA_ROOT)
    monkeypatch.setenv("IMPORT_ROOT", settings.IMPORT_ROOT)
    try:
        yield
    finally:
        for child in background._children.values():
            child.wait(PATIENCE)
        background._children.clear()
