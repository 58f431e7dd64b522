"""While a release waits, the pages above its pages keep their place, their name and their being public."""

import pytest
from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Page

from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory
from fixtures.factories.releases import make_release
from newsroom.releases.enums import Status
from pages import publication
from tests.releases.admin.conftest import reload, save_page, told

pytestmark = pytest.mark.django_db


def other_newsroom(above: Page) -> Page:
    return NewsroomFactory(parent=above.get_parent().get_parent(), slug="other")


def move_above(client, above: Page) -> HttpResponse:
    target = other_newsroom(above)
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[above.pk, target.pk]))


def move_many(client, above: Page) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    target = other_newsroom(above)
    return client.post(f"{address}?id={above.pk}&next=/admin/", {"chooser": target.pk})


def take_off_above(client, above: Page) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[above.pk]))


def take_off_many(client, above: Page) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{address}?id={above.pk}&next=/admin/")


def rename_above(client, above: Page) -> HttpResponse:
    changes = {"slug": "elsewhere", "action-publish": "1"}
    return save_page(client, above.specific, **changes)


@pytest.fixture
def section(news_list) -> Page:
    """The list that the pages stand in."""
    return reload(news_list)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
@pytest.mark.parametrize(
    "change", [move_above, move_many, take_off_above, take_off_many, rename_above]
)
def test_the_page_above_keeps_its_place_while_an_address_is_settled(
    client, log_in, draft, clock, section, status, change
) -> None:
    make_release(draft(title="Story"), title="Launch", status=status)
    log_in("Administrators")
    said = told(client, change(client, section))
    after = reload(section)
    unchanged = (after.url_path, after.live) == (section.url_path, True)
    assert unchanged is (status != Status.DRAFT), said
    wanted = "“Story” below it goes out with the release “Launch”, at the address it has now."
    assert (wanted in said) is (status != Status.DRAFT)


def test_code_that_moves_the_page_above_is_refused_too(draft, clock, section) -> None:
    make_release(draft(title="Story"), title="Launch")
    with pytest.raises(publication.PublicationRefused, match="“Story” below it waits"):
        section.move(other_newsroom(section), pos="last-child")
    assert reload(section).url_path == section.url_path


def test_the_order_of_pages_above_may_change(draft, news_list, clock, section) -> None:
    make_release(draft(title="Story"))
    NewsListFactory(parent=section.get_parent(), title="Another list")
    reload(section.get_parent()).get_first_child().move(section.get_parent(), pos="last-child")
    assert reload(section).path > section.path
