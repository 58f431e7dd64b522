from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings
from wagtail.models import Page

from fixtures import factories as make
from newsroom.releases.models.dispatch import Effect
from portal.delivery.cdn import purging
from tests.portal.cdn.cache import Cache, listening
from tests.releases.faults.live import until


@pytest.fixture
def home(transactional_db: None) -> Page:
    return make.HomePageFactory(site_root=True, slug="front", title="Front")


@pytest.fixture
def cache(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cache]:
    """A cache that the site tells of changes, from the first use of `settled` on."""
    monkeypatch.setattr(purging, "_resting_until", 0.0)
    with listening() as told:
        settings.WAGTAILFRONTENDCACHE = {
            "default": {
                "BACKEND": "portal.delivery.cdn.backends.PurgeBackend",
                "LOCATION": told.url,
            }
        }
        yield told
        # The thread has a connection of its own, which nothing may use while tables are emptied.
        told.status = 200
        told.may_answer.set()
        settled()


def settled() -> None:
    """Wait until everything that was changed has been told."""
    until(lambda: not Effect.objects.filter(kind="purge", error="").exists(), "what was noted")
    until(lambda: purging._waiting.empty(), "the thread")
