"""Search and reference index after an import: what making them anew gives."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from newsroom.models import PressReleasePage
from pages.models import ContentPage, SiteImage
from portal.isomer.writer.indexing import gathered

pytestmark = pytest.mark.django_db


def references() -> set[tuple]:
    """What refers to what; places inside streams have names made anew at each reading."""
    return set(
        ReferenceIndex.objects.values_list(
            "base_content_type", "object_id", "to_content_type", "to_object_id"
        )
    )


def words() -> set[tuple]:
    entries = IndexEntry.objects.values_list("content_type", "object_id", "title", "body")
    return {tuple(str(value) for value in entry) for entry in entries}


def test_nothing_is_missing_from_either(imported):
    kept, found = references(), words()
    assert len(kept) > 10
    assert len(found) == 15
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    assert references() == kept
    assert found - words() == set()
    # The root of the tree, which no import makes.
    assert {key for _, key, _, _ in words() - found} == {str(Page.get_first_root_node().pk)}


def test_imported_pages_are_found(imported):
    assert [page.title for page in ContentPage.objects.search("ten coins")] == ["Fees"]
    assert [page.title for page in PressReleasePage.objects.search("wide")] == ["Berths: now open"]


def test_afterwards_everything_is_indexed_as_before(imported):
    page = ContentPage.objects.get(imported_from__source="_services/fees.md")
    page.title = "Charges"
    page.save()
    assert list(ContentPage.objects.search("Charges")) == [page]


def test_what_a_rolled_back_batch_saved_is_forgotten(imported):
    image = SiteImage.objects.first()
    with gathered() as indexing:
        SiteImage.objects.filter(pk=image.pk).update(title="Pier")
        image.refresh_from_db()
        image.save()
        indexing.forget()
        indexing.flush()
        assert SiteImage.objects.search("Pier").count() == 0
        image.save()
        indexing.flush()
        assert SiteImage.objects.search("Pier").count() == 1
