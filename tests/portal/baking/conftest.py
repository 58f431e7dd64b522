from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.baking import nginx
from tests.portal.baking.live import Site, build
from tests.portal.page_cache.live import Live, running


@pytest.fixture
def site() -> Site:
    return build()


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: Site) -> Iterator[Live]:
    """The application, on the database of this test."""
    with running(monkeypatch, tmp_path) as live:
        yield live


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "baked"


@pytest.fixture(scope="session")
def real_nginx() -> None:
    """Skips a test, with its reason, where there is no nginx and none can be installed."""
    if nginx.program() is None:
        pytest.skip("there is no nginx, and this user can't install one")
