"""Every table is on one of the two lists, on purpose."""

from django.apps import apps

from portal.delivery.counters.tables import PUBLIC, QUIET

#: Tables of the tests' own.
OF_TESTS = {"notices_notice"}
#: Of Django's and SQLite's own making, without a model.
WITHOUT_MODEL = {"django_migrations", "pages_searchentry_fts", "wagtailsearch_indexentry_fts"}


def tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - OF_TESTS


def test_every_table_is_listed() -> None:
    unlisted = tables() - PUBLIC - QUIET
    assert unlisted == set(), (
        "list each in portal/delivery/counters/tables.py: QUIET when no answer to a visitor who is "
        "not logged in is ever made from it, else PUBLIC"
    )


def test_no_table_is_listed_twice_or_gone() -> None:
    assert not PUBLIC & QUIET
    assert (PUBLIC | QUIET) - tables() - WITHOUT_MODEL == set()
