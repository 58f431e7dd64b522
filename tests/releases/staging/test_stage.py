"""A stage shows the site as it will be, and leaves nothing of it behind."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from wagtail.images.models import Filter
from wagtail.models import Page, Site
from wagtail.signals import page_published

from fixtures.factories.lifecycle import State
from fixtures.factories.media import SiteImageFactory
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release
from newsroom.releases.staging import StageRefused, StagingFailed, stage
from newsroom.releases.staging.renditions import NewRenditions
from pages import clock as pages_clock
from pages import visibility
from pages.models.media import SiteRendition
from tests.releases.staging.database import dump

pytestmark = pytest.mark.django_db


def test_what_a_release_brings_is_there_and_then_is_not(secret, clock) -> None:
    release = make_release(secret)
    with stage(release.instant, releases=[release]):
        page = Page.objects.get(pk=secret.pk)
        assert visibility.is_public(page)
        assert page.last_published_at == release.instant
        assert pages_clock.now() == release.instant
    assert not Page.objects.get(pk=secret.pk).live
    assert pages_clock.now() == clock.now()


@pytest.mark.django_db(transaction=True)
def test_nothing_in_the_database_has_changed_afterwards(secret, news_list, clock) -> None:
    other = PressReleaseFactory(parent=news_list, title="Off it goes")
    release = make_release(secret)
    make_release(other, action=Action.UNPUBLISH, redirect_to=news_list, title="Another")
    ContentPageFactory(embargoed=True)
    before = dump()
    with stage(clock.now() + timedelta(days=3), releases=[release], everything_due=True):
        assert dump() != before
    assert dump() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_and_nobody_is_told(secret, clock) -> None:
    release = make_release(secret)
    mail.outbox.clear()
    told = []
    page_published.connect(told.append, weak=False, dispatch_uid="told")
    try:
        with stage(release.instant, releases=[release]):
            transaction.on_commit(lambda: told.append("committed"))
    finally:
        page_published.disconnect(dispatch_uid="told")
    assert told == []
    assert mail.outbox == []


def test_what_is_cached_inside_is_not_cached_outside(secret, clock) -> None:
    cache = caches["default"]
    cache.set("kept", "outside")
    with stage(clock.now(), releases=[make_release(secret)]):
        assert caches["default"].get("kept") is None
        caches["default"].set("kept", "inside")
        caches["default"].set("made", "inside")
        site = Site.objects.get()
        site.root_page = Page.objects.get(pk=secret.pk)
        site.save()
        assert Site.get_site_root_paths()[0].root_path == site.root_page.url_path
    assert caches["default"] is cache
    assert (cache.get("kept"), cache.get("made")) == ("outside", None)
    assert Site.get_site_root_paths()[0].root_path == Site.objects.get().root_page.url_path


def test_what_a_request_remembers_is_neither_used_nor_replaced(news_list, clock) -> None:
    parent = ContentPageFactory(draft=True)
    child = ContentPageFactory(parent=parent)
    with visibility.remember():
        assert not visibility.is_public(child)
        with stage(clock.now(), revisions=[parent.latest_revision]):
            assert visibility.is_public(child)
        assert not visibility.is_public(child)


def test_what_goes_out_is_carried_out_by_what_the_gate_says_then(news_list, clock) -> None:
    going = PressReleaseFactory(parent=news_list, title="Going")
    above = ContentPageFactory(draft=True)
    target = ContentPageFactory(draft=True, parent=above)
    coming = make_release(above, target, status=Status.DRAFT)
    options = {"action": Action.UNPUBLISH, "redirect_to": target, "status": Status.DRAFT}
    leaving = make_release(going, **options)
    with visibility.remember(), pages_clock.at(clock.now()):
        assert not visibility.public(Page.objects.filter(pk=target.pk)).exists()
        with stage(clock.now(), releases=[coming, leaving]):
            assert not Page.objects.get(pk=going.pk).live


def test_a_resized_picture_stays_with_its_row(secret, clock, media_root) -> None:
    image = SiteImageFactory()
    with stage(clock.now(), releases=[make_release(secret)]):
        made = image.get_rendition(Filter("width-10"))
        several = image.get_renditions("width-11", "width-12")
    kept = SiteRendition.objects.order_by("filter_spec")
    assert [row.filter_spec for row in kept] == ["width-10", "width-11", "width-12"]
    assert kept[0].file.name == made.file.name
    assert kept[1].file.name == several["width-11"].file.name
    assert image.get_rendition("width-10").file.name == made.file.name
    files = [path for path in (media_root / "renditions").rglob("*") if path.is_file()]
    assert len(files) == 3


def test_the_file_of_a_picture_that_somebody_else_resized_meanwhile_goes(
    secret, clock, media_root, monkeypatch
) -> None:
    image = SiteImageFactory()
    keep = NewRenditions.keep

    def slowly(self) -> None:
        image.get_rendition("width-10")
        keep(self)

    monkeypatch.setattr(NewRenditions, "keep", slowly)
    with stage(clock.now(), releases=[make_release(secret)]):
        image.get_rendition("width-10")
    files = [path for path in (media_root / "renditions").rglob("*") if path.is_file()]
    row = SiteRendition.objects.get()
    assert [path.name for path in files] == [row.file.name.split("/")[-1]]


def test_a_draft_is_staged_with_the_latest_versions(secret, clock) -> None:
    release = make_release(secret, status=Status.DRAFT)
    secret.title = "Kestrel programme, second thoughts"
    secret.save_revision(user=person("Editors"))
    with stage(clock.now(), releases=[release]):
        assert Page.objects.get(pk=secret.pk).title == "Kestrel programme, second thoughts"


def test_an_armed_release_is_staged_with_the_armed_versions(secret, clock) -> None:
    release = make_release(secret)
    secret.title = "Kestrel programme, second thoughts"
    secret.save_revision(user=person("Editors"))
    with stage(clock.now(), releases=[release]):
        assert Page.objects.get(pk=secret.pk).title == "Kestrel programme"


def test_everything_due_until_an_instant_is_on_stage_and_nothing_later(news_list, clock) -> None:
    now = clock.now()
    make = {"parent": news_list, "state": State.DRAFT}
    first, second, later = (PressReleaseFactory(title=name, **make) for name in "ABC")
    make_release(first, at=now + timedelta(hours=1))
    make_release(second, status=Status.IN_REVIEW, at=now + timedelta(hours=1))
    make_release(later, at=now + timedelta(hours=3))
    scheduled = ContentPageFactory(
        title="D", state=State.SCHEDULED, go_live_at=now + timedelta(hours=2)
    )
    expiring = ContentPageFactory(title="E", expire_at=now + timedelta(hours=2))
    with stage(now + timedelta(hours=2), everything_due=True):
        live = set(visibility.public(Page.objects.all()).values_list("title", flat=True))
        assert {"A", "D"} <= live
        assert not live & {"B", "C", "E"}
        assert Page.objects.get(pk=expiring.pk).expired
        dated = Page.objects.get(pk=scheduled.pk).last_published_at
        assert dated == now + timedelta(hours=2)
        assert Page.objects.get(pk=first.pk).first_published_at == now + timedelta(hours=1)
    assert not Page.objects.get(pk=expiring.pk).expired


def test_what_cant_be_carried_out_says_which_and_why(secret, news_list, clock) -> None:
    release = make_release(secret, title="Morning")
    secret.delete()
    with (
        pytest.raises(StagingFailed) as failed,
        stage(release.instant, everything_due=True),
    ):
        raise AssertionError("nothing is shown")
    assert failed.value.what == "The release “Morning”"
    assert failed.value.why == "“Kestrel programme” was deleted."


def test_a_stage_can_go_on_without_what_cant_be_carried_out(secret, news_list, clock) -> None:
    broken = make_release(secret, title="Morning")
    other = PressReleaseFactory(parent=news_list, state=State.DRAFT, title="Fine")
    fine = make_release(other, title="Evening", at=broken.instant)
    secret.delete()
    with stage(broken.instant, everything_due=True, without_failing=True) as staged:
        assert Page.objects.get(pk=other.pk).live
    assert [failure.what for failure in staged.failures] == ["The release “Morning”"]
    with (
        pytest.raises(StagingFailed),
        stage(fine.instant, releases=[broken], without_failing=True),
    ):
        raise AssertionError("what was asked for is not left out")


def test_no_stage_is_set_when_something_is_about_to_go_out(secret, clock) -> None:
    release = make_release(secret, at=clock.now() + timedelta(seconds=20))
    with stage(release.instant, releases=[release]):
        pass
    clock.forward(seconds=6)
    with (
        pytest.raises(StageRefused, match="Something goes out at 2 Mar 2026, 09:00 SGT"),
        stage(release.instant, releases=[release]),
    ):
        raise AssertionError("it would be in the way")


def test_an_error_inside_ends_the_stage_too(secret, clock) -> None:
    release = make_release(secret)
    before = dump()
    with pytest.raises(ZeroDivisionError), stage(release.instant, releases=[release]):
        raise ZeroDivisionError
    assert dump() == before
    assert pages_clock.fixed_instant() is None
    assert Release.objects.get(pk=release.pk).status == Status.APPROVED
