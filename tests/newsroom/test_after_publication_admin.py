"""What Wagtail's own pages show of changes, corrections and withdrawals."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from newsroom import corrections
from newsroom.withdrawal import withdraw
from tests.newsroom.editing import edit_address
from tests.newsroom.reading import latest, words


@pytest.fixture
def revision(article):
    """A draft that changes, corrects and withdraws."""
    draft = latest(article)
    draft.describe_change("The closing date was moved.")
    corrections.correct(draft, notice="It was wrong.", earlier="An article", later="The article")
    withdraw(draft, "It no longer holds.")
    return draft.save_revision()


def test_a_comparison_shows_what_readers_are_going_to_be_told(
    officer, article, revision, client
) -> None:
    address = reverse(
        "wagtailadmin_pages:revisions_compare", args=[article.pk, "live", revision.pk]
    )
    page = words(BeautifulSoup(client.get(address).content, "lxml"))
    assert "The closing date was moved." in page
    assert "It was wrong." in page and "It no longer holds." in page


@pytest.mark.parametrize("view", ["edit", "history", "copy", "delete", "move"])
def test_the_pages_of_such_an_item_open(officer, article, revision, client, view) -> None:
    address = reverse(f"wagtailadmin_pages:{view}", args=[article.pk])
    assert client.get(address).status_code == 200


def test_a_revision_can_be_brought_back(officer, article, revision, client) -> None:
    first = article.live_revision
    address = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, first.pk])
    form = BeautifulSoup(client.get(address).content, "lxml")
    assert form.select_one("[name=change_kind][checked]")["value"] == "minor"


def test_the_waiting_note_stands_in_the_form(officer, article, revision, client) -> None:
    form = BeautifulSoup(client.get(edit_address(article)).content, "lxml")
    assert form.select_one("[name=change_kind][checked]")["value"] == "major"
    assert form.select_one("[name=change_text]")["value"] == "The closing date was moved."
    assert form.select_one("[name=change_key]")["value"] == str(latest(article).change_key)
    assert "It no longer holds." in form.select_one("[name=withdrawal_reason]").get_text()
