"""Pages made many at a time are what Wagtail makes one by one."""

import pytest
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, published

from fixtures import factories as make
from newsroom.models import NewsArticlePage, NewsListPage
from pages.models import Permalink
from portal.isomer.writer.places import add_leaves
from portal.isomer.writer.publishing import publish

pytestmark = pytest.mark.django_db
#: What differs between any two pages.
OWN = {
    "id", "page_ptr", "newsroomitem_ptr", "path", "slug", "url_path", "translation_key",
    "latest_revision", "live_revision", "latest_revision_created_at", "title", "draft_title",
}  # fmt: skip


@pytest.fixture
def parent() -> NewsListPage:
    return make.NewsListFactory()


def article(name: str) -> NewsArticlePage:
    return NewsArticlePage(title=name.title(), slug=name, date="2026-01-05", live=False)


def fields(page: Page) -> dict:
    page = Page.objects.get(pk=page.pk).specific
    return {
        field.name: getattr(page, field.attname)
        for field in page._meta.concrete_fields
        if field.name not in OWN
    }


def test_a_place_is_what_add_child_makes(parent):
    theirs = parent.add_child(instance=article("theirs"))
    ours = [article("ours"), article("more")]
    add_leaves(parent, ours)
    assert fields(ours[0]) | {"kind": "news"} == fields(theirs)
    parent.refresh_from_db()
    children = list(parent.get_children())
    assert (parent.numchild, [page.slug for page in children]) == (3, ["theirs", "ours", "more"])
    assert [page.url_path for page in children] == [
        f"{parent.url_path}{page.slug}/" for page in children
    ]
    assert Page.find_problems() == ([], [], [], [], [])
    actions = PageLogEntry.objects.filter(page__in=[page.pk for page in ours])
    assert {entry.action for entry in actions} == {"wagtail.create"}


def test_a_slug_that_was_taken_since_is_numbered(parent):
    parent.add_child(instance=article("same"))
    pages = [article("same"), article("same")]
    add_leaves(parent, pages)
    assert [page.slug for page in pages] == ["same-2", "same-3"]
    assert Page.objects.get(pk=pages[1].pk).url_path.endswith("/same-3/")


def test_a_first_publication_is_what_wagtail_makes_of_it(parent, clock):
    told = []

    def tell(signal, instance, revision, **kwargs):
        told.append((signal, instance.pk, revision.pk))

    for signal in (page_published, published):
        signal.connect(tell)
    try:
        theirs, ours = article("theirs"), article("ours")
        parent.add_child(instance=theirs)
        parent.add_child(instance=ours)
        theirs.save_revision(log_action=False).publish(log_action=False)
        revision = ours.save_revision(log_action=False)
        publish(ours, revision)
    finally:
        for signal in (page_published, published):
            signal.disconnect(tell)
    assert fields(ours) == fields(theirs)
    ours.refresh_from_db()
    assert ours.live_revision_id == ours.latest_revision_id == revision.pk
    assert [signal for signal, pk, _ in told if pk == ours.pk] == [page_published, published]
    assert {pk for _, pk, _ in told} == {theirs.pk, ours.pk}
    assert Permalink.objects.count() == 0
