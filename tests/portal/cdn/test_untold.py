"""What is written past Django's signals purges everything; what they tell of does not."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from newsroom.models import NewsArticlePage
from newsroom.releases.models.dispatch import Effect
from newsroom.topics import Topic
from pages import clock
from pages.media.worker import work_off
from pages.models import Contact, ContentPage, FilmPoster, SectionPage
from portal.delivery.cdn import notes, purging
from portal.isomer.writer.places import add_leaves
from tests.portal.cdn.cache import Cache
from tests.portal.cdn.conftest import settled

EVERYTHING = {"everything": True}


@pytest.fixture
def home(transactional_db: None) -> Page:
    home = make.HomePageFactory(site_root=True, slug="front", title="Front")
    news = make.NewsListFactory(parent=make.NewsroomFactory(parent=home), slug="news")
    item = make.NewsArticleFactory(parent=news, slug="item")
    item.topics.add(make.TopicFactory(slug="harbours"))
    item.save()
    section = make.SectionPageFactory(parent=home, slug="section")
    make.ContentPageFactory(parent=section, slug="below")
    make.ContactFactory(name="Ana")
    make.SiteImageFactory(title="A harbour")
    return home


@pytest.fixture
def noted(home: Page, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """The notes that are waiting; nobody takes them up."""
    monkeypatch.setitem(notes.effects._own_ways, notes.KIND, lambda ids: None)
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": "nobody"}}

    def waiting() -> list[dict]:
        return list(Effect.objects.filter(kind=notes.KIND).values_list("payload", flat=True))

    yield waiting


def item() -> NewsArticlePage:
    return NewsArticlePage.objects.get(slug="item")


def update() -> None:
    NewsArticlePage.objects.filter(slug="item").update(title="Other")


def bulk_update() -> None:
    page = SectionPage.objects.get(slug="section")
    page.intro = "Words."
    SectionPage.objects.bulk_update([page], ["intro"])


def bulk_create() -> None:
    Topic.objects.bulk_create([Topic(name="Ports", slug="ports")])


def raw_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Other' WHERE slug = 'item'")


def raw_sql_of_several_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH chosen AS (SELECT 1 AS id) UPDATE pages_contact SET name = 'Bea' WHERE EXISTS "
            "(SELECT 1 FROM chosen)"
        )


def fast_delete() -> None:
    rows = Contact.objects.all()
    assert rows._raw_delete(rows.db)


def loaddata() -> None:
    contact = Contact.objects.get()
    contact.name = "Bea"
    for found in serializers.deserialize("json", serializers.serialize("json", [contact])):
        found.save()


def live_pages_at_once() -> None:
    page = Page.objects.get(slug="below")
    page.pk, page.path, page.slug = None, page.path[:-4] + "0009", "copied"
    page.translation_key = uuid4()
    Page.objects.bulk_create([page])


UNTOLD = [
    update, bulk_update, bulk_create, raw_sql, raw_sql_of_several_tables, fast_delete, loaddata,
    live_pages_at_once,
]  # fmt: skip


@pytest.mark.parametrize("write", UNTOLD)
@pytest.mark.parametrize("in_transaction", [True, False])
def test_what_no_signal_tells_of_purges_everything(noted, write, in_transaction: bool):
    if in_transaction:
        with transaction.atomic():
            write()
            write() if write is update else None
            assert noted() == [EVERYTHING]
    else:
        write()
    assert noted() == [EVERYTHING]


def publish() -> None:
    page = item()
    page.title, page.summary = "Other", "Words."
    page.save_revision().publish()


def rename() -> None:
    section = SectionPage.objects.get(slug="section")
    section.slug = "renamed"
    section.save_revision().publish()


def move() -> None:
    page = ContentPage.objects.get(slug="below")
    page.move(Page.objects.get(slug="front"), pos="last-child")


def move_section() -> None:
    target = make.SectionPageFactory(parent=Page.objects.get(slug="front"), slug="target")
    SectionPage.objects.get(slug="section").move(target, pos="last-child")
    assert Page.objects.get(slug="below").url_path.endswith("/target/section/below/")


def rename_section_past_its_publication() -> None:
    section = SectionPage.objects.get(slug="section")
    section.slug = "renamed"
    section.save()
    assert Page.objects.get(slug="below").url_path.endswith("/renamed/below/")


def ask_for_stills() -> None:
    film = FilmPoster(provider="vimeo", video_id="1", not_before=clock.now())
    FilmPoster.objects.bulk_create([film], ignore_conflicts=True)


def import_redirects() -> None:
    Redirect.objects.bulk_create([Redirect(old_path="/old", redirect_link="/new/")])


def restrict() -> None:
    row = PageViewRestriction.objects.create(
        page=Page.objects.get(slug="section"), restriction_type="groups"
    )
    row.groups.set([Group.objects.create(name="Readers")])


def make_sizes() -> None:
    [image] = make.SiteImageFactory._meta.model.objects.filter(title="A harbour")
    work_off([image.pk])


def draft() -> None:
    page = item()
    page.title = "A draft"
    page.save_revision()


def import_drafts() -> None:
    parent = Page.objects.get(slug="section")
    with transaction.atomic():
        add_leaves(parent, [ContentPage(title=name, slug=name, live=False) for name in "ab"])


def keep_indexes() -> None:
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)


def delete_image() -> None:
    make.SiteImageFactory._meta.model.objects.filter(title="A harbour").delete()


TOLD = [
    publish, rename, move, move_section, rename_section_past_its_publication, ask_for_stills,
    import_redirects, restrict, make_sizes, draft, import_drafts, keep_indexes, delete_image,
    lambda: item().unpublish(),
    lambda: item().delete(),
    lambda: item().save(),
    lambda: SectionPage.objects.get(slug="section").delete(),
    lambda: SectionPage.objects.get(slug="section").copy(
        recursive=True, update_attrs={"slug": "copy"}
    ),
    lambda: Contact.objects.get().save(),
    lambda: Contact.objects.get().delete(),
    lambda: Contact.objects.all().delete(),
    lambda: make.ContactFactory(name="Bea"),
    lambda: make.SiteImageFactory(title="Another"),
    lambda: Redirect.objects.create(old_path="/old", redirect_link="/new/"),
    lambda: make.ContentPageFactory(parent=Page.objects.get(slug="section"), slug="added"),
]  # fmt: skip


@pytest.mark.parametrize("write", TOLD)
def test_what_signals_tell_of_is_as_precise_as_before(noted, write):
    write()
    assert EVERYTHING not in noted()


@pytest.mark.parametrize("how", ["all", "savepoint"])
def test_what_is_rolled_back_was_never_noted(noted, how: str):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            update()
            assert noted() == [EVERYTHING]
            raise ZeroDivisionError
        assert noted() == []
        # The note that went is no reason to leave out the next one.
        update()
        assert noted() == [EVERYTHING]
        if how == "all":
            transaction.set_rollback(True)
    assert noted() == ([] if how == "all" else [EVERYTHING])


def test_a_transaction_begun_by_hand_leaves_its_note(noted):
    transaction.set_autocommit(False)
    try:
        update()
        transaction.rollback()
        assert noted() == []
        update()
        transaction.commit()
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)
    assert noted() == [EVERYTHING]


def test_what_changes_no_row_or_nothing_that_visitors_see_is_not_noted(noted):
    Page.objects.filter(slug="nowhere").update(title="Other")
    Page.objects.filter(slug="item").update(draft_title="Other", has_unpublished_changes=True)
    Group.objects.filter(name="Editors").update(name="Others")
    assert noted() == []


def test_after_a_save_that_failed_writing_past_it_is_noted(noted):
    page = item()
    page.pk = page.id = None
    page.page_ptr_id = page.newsroomitem_ptr_id = None
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        # The path is taken.
        Page.save_base(page, force_insert=True)
    assert noted() == []
    update()
    assert noted() == [EVERYTHING]


def test_without_a_cache_nothing_is_asked_or_written(home, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        Page.objects.filter(slug="item").update(title="Other")
    assert not Effect.objects.exists()


def test_while_tables_are_migrated_nothing_is_noted_and_everything_is_afterwards(noted):
    notes._begin()
    update()
    Contact.objects.get().save()
    assert noted() == []
    notes._end(plan=["a migration"])
    assert noted() == [EVERYTHING]
    notes._end(plan=["a migration"])
    assert noted() == [EVERYTHING]


def test_a_cache_is_told_of_all_that_a_bulk_write_can_have_changed(home, cache: Cache):
    settled()
    cache.forget()
    NewsArticlePage.objects.filter(slug="item").update(live=False)
    settled()
    gone = Page.objects.get(slug="item").full_url
    assert {gone, "http://localhost/", "http://localhost/section/below/"} <= cache.purged
    assert not purging.is_behind()
