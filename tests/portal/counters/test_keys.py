"""A change that says what it changes moves the counter for that alone; another one for everything."""

import pytest
from django.db import transaction

from fixtures import factories as make
from pages import dependencies
from pages.models import ContentPage
from pages.snippets import Contact
from portal.delivery.counters import places_of, sharing
from portal.delivery.counters.board import Board
from portal.delivery.counters.keys import (
    LIMIT,
    OF_EVERYTHING,
    WORDS,
    are_unchanged,
    is_place,
    place_of,
    words_of,
)
from portal.delivery.counters.statements import effect_of, tables_read
from tests.portal.counters.changed import changed

pytestmark = pytest.mark.django_db(transaction=True)
ONE, OTHER = "page-1", "page-2"


@pytest.fixture
def board() -> Board:
    return sharing.board()


@pytest.fixture
def stored() -> ContentPage:
    return make.ContentPageFactory(parent=make.HomePageFactory(site_root=True))


def rename(page: ContentPage, title: str) -> None:
    ContentPage.objects.filter(pk=page.pk).update(title=title)


def test_what_nobody_declares_changes_everything(stored) -> None:
    with changed() as keys:
        rename(stored, "New")
    assert ONE in keys
    assert OTHER in keys


def test_what_is_declared_changes_its_keys_and_what_nobody_declared_to_read(stored) -> None:
    with changed() as keys, dependencies.changing(ONE), transaction.atomic():
        rename(stored, "New")
    assert ONE in keys
    assert OTHER not in keys
    assert dependencies.table("wagtailcore_page") in keys
    assert dependencies.table("pages_homepage") not in keys
    assert dependencies.ANYTHING in keys


def test_keys_can_be_added_until_the_commit(stored) -> None:
    with changed() as keys, transaction.atomic():
        with dependencies.changing(ONE) as change:
            rename(stored, "New")
        change.keys.add(OTHER)
    assert OTHER in keys


def test_what_reaches_further_changes_everything(stored) -> None:
    with changed() as keys, transaction.atomic(), dependencies.changing(ONE) as change:
        rename(stored, "New")
        change.reaches_further()
    assert OTHER in keys


def test_a_declared_change_covers_only_what_a_publication_writes(stored) -> None:
    with changed() as keys, dependencies.changing(ONE), transaction.atomic():
        Contact.objects.create(name="Ana")
    assert OTHER in keys


def test_another_change_in_the_same_transaction_counts_as_well(stored) -> None:
    with changed() as keys, transaction.atomic():
        with dependencies.changing(ONE):
            rename(stored, "New")
        with dependencies.changing(OTHER):
            rename(stored, "Newer")
    assert ONE in keys
    assert OTHER in keys
    with changed() as keys, transaction.atomic():
        with dependencies.changing(ONE):
            rename(stored, "Newest")
        rename(stored, "Last")
    assert OTHER in keys


def test_nothing_of_a_rollback_is_told_with_the_next_commit(stored) -> None:
    with transaction.atomic(), dependencies.changing(OTHER):
        rename(stored, "Never")
        transaction.set_rollback(True)
    with changed() as keys, transaction.atomic(), dependencies.changing(ONE):
        rename(stored, "New")
    assert ONE in keys


def test_a_statement_of_its_own_tells_its_keys(stored) -> None:
    with changed() as keys, dependencies.changing(ONE):
        rename(stored, "New")
    assert ONE in keys
    assert OTHER not in keys


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('SELECT 1 FROM "wagtailcore_page" JOIN "pages_homepage" ON 1=1', {"wagtailcore_page", "pages_homepage"}),
        ("select count(*) from WAGTAILCORE_PAGE", {"wagtailcore_page"}),
        ("SELECT (SELECT id FROM pages_permalink LIMIT 1)", {"pages_permalink"}),
        ('SELECT 1 FROM "wagtailcore_site"', set()),
        (
            'SELECT "newsroom_listingentry"."item_id" FROM "newsroom_listingentry"',
            {"wagtailcore_page", "newsroom_newsroomitem", "newsroom_topicitem"},
        ),
    ],
)  # fmt: skip
def test_the_tables_of_a_question(sql: str, tables: set[str]) -> None:
    assert tables_read(sql) == tables


def test_a_question_is_noted_unless_it_is_declared(stored) -> None:
    with dependencies.recording() as keys:
        list(ContentPage.objects.all())
    assert keys == {
        dependencies.table("wagtailcore_page"), dependencies.table("pages_contentpage"),
    }  # fmt: skip
    with dependencies.recording() as keys, dependencies.reading(ONE):
        list(ContentPage.objects.all())
    assert keys == {ONE}


def test_a_queryset_that_is_looked_through_later_is_not_declared(stored) -> None:
    with dependencies.recording() as keys:
        with dependencies.reading(ONE):
            pages = ContentPage.objects.all()
        list(pages)
    assert dependencies.table("wagtailcore_page") in keys


def test_the_table_of_a_statement_is_told() -> None:
    assert effect_of('UPDATE "wagtailcore_page" SET "title" = %s').table == "wagtailcore_page"
    assert effect_of("DROP TABLE wagtailcore_page").table == ""


def test_places_are_the_same_in_every_process() -> None:
    assert place_of(ONE) == 5307619
    assert places_of([ONE]) == (OF_EVERYTHING, 5307619)
    places = [place_of(f"page-{number}") for number in range(50_000)]
    assert all(map(is_place, places))
    words = {word for place in places for word in words_of(place)}
    assert (min(words), max(words)) == (2, WORDS - 1)


def test_only_the_number_of_a_place_is_taken_for_one() -> None:
    assert is_place(place_of(dependencies.EVERYTHING))
    assert is_place(place_of(dependencies.ANYTHING))
    assert not [number for number in (2, 1749, WORDS, WORDS * WORDS) if is_place(number)]


def test_keys_that_share_a_word_do_not_change_each_other(board: Board) -> None:
    numbers = {}
    pairs = []
    for number in range(3000):
        key = f"name-{number}"
        for word in words_of(place_of(key)):
            if word in numbers:
                pairs.append((numbers[word], key))
            numbers[word] = key
    assert len(pairs) > 100
    for changed_key, other in pairs[:100]:
        _, since = board.read()
        board.bump([place_of(changed_key)])
        assert not are_unchanged(board.changes(), places_of([changed_key]), since)
        assert are_unchanged(board.changes(), places_of([other]), since)


def test_numbers_that_went_round_hold_and_those_of_another_file_do_not(board: Board) -> None:
    changes = bytearray(board.changes())
    _, since = board.read()
    assert are_unchanged(bytes(changes), (5,), since)
    changes[40:48] = (LIMIT - 1).to_bytes(8, "little")
    assert are_unchanged(bytes(changes), (5,), 3)
    changes[40:48] = (3).to_bytes(8, "little")
    assert not are_unchanged(bytes(changes), (5,), LIMIT - 1)
    assert not are_unchanged(bytes(changes), (5,), LIMIT // 2)
