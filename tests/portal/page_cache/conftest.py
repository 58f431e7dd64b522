import pytest

from tests.portal.page_cache.asking import Front


@pytest.fixture
def front() -> Front:
    return Front()
