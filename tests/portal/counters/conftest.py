from collections.abc import Iterator

import pytest

from portal.delivery.counters import watch


@pytest.fixture(autouse=True)
def _nobody_listens() -> Iterator[None]:
    """A link that this process has is a connection to the test's database, which has to go."""
    yield
    watch.stop()
