"""A PostgreSQL whose role may not create pg_trgm: everything is found but what was misspelt."""

import logging
from importlib import import_module

import pytest
from django.db import connection

from fixtures import factories as make
from pages.search.results import search
from tests.pages.search.conftest import titles

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="trigrams are PostgreSQL's"),
]
migration = import_module("pages.migrations.0005_search_index")


@pytest.fixture
def without_trigrams(home):
    """The extension gone with its index; the test's transaction brings both back."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")


def has_trigrams() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'pages_searchword_trigrams'")
        return cursor.fetchone() is not None


def add_trigrams() -> None:
    with connection.schema_editor() as editor:
        migration.add_trigrams(editor)


def test_words_are_found_and_slips_are_not(published, without_trigrams, asked) -> None:
    with published():
        make.ContentPageFactory(title="Harbour lights", summary="At night.")
    assert titles(search("harbour")) == titles(search("harb")) == ["Harbour lights"]
    slip = search("harbuor")
    assert (titles(slip), slip.is_corrected, slip.has_failed) == ([], False, False)
    assert "Nothing matches these words" in asked(q="harbuor").select_one("main").text
    # Not even the transaction is spoilt.
    assert titles(search("lights")) == ["Harbour lights"]


def test_the_migration_goes_on_and_says_what_to_do(without_trigrams, caplog) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_of_the_test; SET LOCAL ROLE portal_of_the_test")
        with caplog.at_level(logging.WARNING):
            add_trigrams()
        cursor.execute("RESET ROLE")
    assert "permission denied" in caplog.text
    assert "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX" in caplog.text
    assert not has_trigrams()


def test_what_it_says_is_enough(published, without_trigrams) -> None:
    with published():
        make.ContentPageFactory(title="Harbour lights", summary="At night.")
    assert not search("harbuor").is_corrected
    add_trigrams()
    assert has_trigrams()
    assert search("harbuor").is_corrected
