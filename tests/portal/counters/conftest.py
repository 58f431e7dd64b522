from collections.abc import Iterator

import pytest

from portal.delivery.counters import watch
from tests.portal.counters import machines
from tests.portal.outage.servers import Redis


@pytest.fixture(autouse=True)
def _nobody_listens() -> Iterator[None]:
    """A link that this process has is a connection to the test's database, which has to go."""
    yield
    watch.stop()


@pytest.fixture
def linked_by_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """Machines tell each other through a Redis of the test's own."""
    with machines.linked_by_redis(monkeypatch) as server:
        yield server
