"""The showcase as it is delivered: the bytes of every page, without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.browser import showcase

#: Hosts under which the site speaks of itself.
OWN = {"", "localhost", "testserver"}


def content_of(response: HttpResponse) -> bytes:
    """The body, of a response that streams as well."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return response.content


@dataclass(frozen=True)
class Delivery:
    """The addresses of the showcase and a visitor who asks for them."""

    paths: dict[str, str]
    client: Client

    def get(self, address: str) -> HttpResponse:
        """The answer of the site to a path, or to one of its own full addresses."""
        parts = urlsplit(address)
        assert parts.hostname in {None, *OWN}, address
        return self.client.get(parts._replace(scheme="", netloc="", fragment="").geturl())

    def pages(self) -> dict[str, str]:
        """The HTML of every page of the showcase, and of the page for what is not there."""
        found = {name: self.get(path) for name, path in self.paths.items()}
        assert {name: one.status_code for name, one in found.items()} == dict.fromkeys(found, 200)
        found["not found"] = self.get("/nothing-here/")
        return {name: one.content.decode() for name, one in found.items()}


@pytest.fixture(scope="package")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("delivered") / "media"


@pytest.fixture(autouse=True)
def media_root(settings: Settings, _files: Path) -> Path:
    """Uploaded files lie as long as the showcase does."""
    settings.MEDIA_ROOT = str(_files)
    return _files


@pytest.fixture(scope="package")
def _paths(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, _files: Path
) -> Iterator[dict[str, str]]:
    """The showcase, built once for all tests of this folder, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=_files):
        yield showcase.build()
        transaction.set_rollback(True)


@pytest.fixture
def delivery(_paths: dict[str, str], db: Any) -> Delivery:
    return Delivery(_paths, Client())


def own_address(base: str, address: str) -> str | None:
    """`address` on a page at `base`, without scheme and host; None when it leads elsewhere."""
    parts = urlsplit(urljoin(f"http://testserver{base}", address))
    if parts.scheme not in ("http", "https") or parts.hostname not in OWN:
        return None
    return parts._replace(scheme="", netloc="").geturl()
