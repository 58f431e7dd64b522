from collections.abc import Iterator

import pytest
from django.core.cache import cache

from portal.delivery import counters
from portal.delivery.counters import watch
from tests.portal.page_cache.asking import Front
from tests.releases.faults.live import until


@pytest.fixture(params=[True, False], ids=["at hand", "looked for"])
def front(request: pytest.FixtureRequest) -> Front:
    """A cache as granian's threads ask it, and as any other server does."""
    return Front(at_hand=request.param)


@pytest.fixture
def linked() -> Iterator[None]:
    """The counter can be believed, and nothing is known of other tests' sites."""
    cache.clear()
    until(lambda: counters.trusted_until() == float("inf"), "the link")
    yield
    cache.clear()
    # A link that this process has is a connection to the test's database, which has to go.
    watch.stop()
