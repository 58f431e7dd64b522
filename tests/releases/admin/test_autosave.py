"""Autosave writes over its own last version; never over one that was approved or shared."""

from datetime import timedelta

import pytest

from fixtures.factories.releases import make_release
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, SharedPreview
from pages import clock as pages_clock
from tests.releases.admin.conftest import edit_form, save_page

pytestmark = pytest.mark.django_db


def autosave(client, page, title: str) -> dict:
    """Change the title twice, the second time over the version of the first."""
    form = edit_form(client, page)
    answer = save_page(
        client, page, autosave=True, title=title, overwrite_revision_id=page.latest_revision_id,
        loaded_revision_id=form["loaded_revision_id"],
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def saved(log_in, draft, client):
    """A page whose latest version is one that autosave of the person who is logged in made."""
    log_in("Administrators")
    page = draft(title="First")
    answer = save_page(client, page, autosave=True, title="Second")
    assert answer.json()["success"]
    page.refresh_from_db()
    return page


def test_autosave_writes_over_its_own_last_version(saved, client) -> None:
    before = saved.latest_revision_id
    assert autosave(client, saved, "Third")["revision_id"] == before


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_a_version_that_waits_in_a_release_stays_as_it_is(saved, client, status) -> None:
    release = make_release(saved, status=status)
    pinned = release.items.get().revision
    assert autosave(client, saved, "Third")["revision_id"] != pinned.pk
    pinned.refresh_from_db()
    assert pinned.content["title"] == "Second"
    saved.refresh_from_db()
    assert saved.latest_revision.content["title"] == "Third"


def test_a_proposed_version_stays_as_it_is(saved, client) -> None:
    release: Release = make_release(saved)
    proposer = release.owner
    saved.title = "Proposed"
    proposed = saved.save_revision(user=proposer)
    release.propose(proposer, release.items.get())
    saved.refresh_from_db()
    assert autosave(client, saved, "Later")["revision_id"] != proposed.pk
    proposed.refresh_from_db()
    assert proposed.content["title"] == "Proposed"


def test_a_version_that_was_shared_stays_as_it_is(saved, client) -> None:
    shared = saved.latest_revision
    SharedPreview.objects.create(
        page=saved, revision=shared, person="A journalist", token_hash="x",
        expires_at=pages_clock.now() + timedelta(days=1),
    )  # fmt: skip
    assert autosave(client, saved, "Third")["revision_id"] != shared.pk
    shared.refresh_from_db()
    assert shared.content["title"] == "Second"
