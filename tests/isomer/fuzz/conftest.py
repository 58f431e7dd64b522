"""What the properties share."""

import socket
from collections.abc import Iterator

import pytest

from tests.isomer.fuzz.passage import Passage


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach another machine fails the test; the database is none."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address):
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in {
            "127.0.0.1",
            "::1",
        }:
            raise AssertionError(f"asked the network: {address}")
        return connect(self, address)

    def refuse(*args, **kwargs):
        raise AssertionError(f"asked the network: {args}")

    monkeypatch.setattr(socket.socket, "connect", local_only)
    monkeypatch.setattr(socket.socket, "connect_ex", local_only)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture
def passage(db: None) -> Iterator[Passage]:
    """Turns bodies into what a browser gets."""
    yield Passage()
