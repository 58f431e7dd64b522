"""The counter moves after a commit that changed something, once, and after nothing else."""

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from pages.models import Contact
from portal.delivery import counters
from portal.delivery.counters import sharing
from tests.portal.counters.moving import moves

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contact() -> Contact:
    return Contact.objects.create(name="Ana")


@pytest.mark.parametrize(
    "write",
    [
        lambda: Contact.objects.create(name="Ben"),
        lambda: Contact.objects.update(name="Ben"),
        lambda: Contact.objects.bulk_create([Contact(name="Ben"), Contact(name="Cem")]),
        lambda: Contact.objects.bulk_update([Contact(pk=Contact.objects.get().pk)], ["name"]),
        lambda: Contact.objects.all().delete(),
        lambda: Contact.objects.get().save(),
        lambda: connection.cursor().execute("UPDATE pages_contact SET name = 'Ben'"),
        lambda: connection.cursor().executemany(
            "UPDATE pages_contact SET name = %s", [("Ben",), ("Cem",)]
        ),
    ],
    ids=["create", "update", "bulk_create", "bulk_update", "delete", "save", "raw", "many"],
)
def test_every_way_to_write_moves_it_once(contact: Contact, write) -> None:
    with moves() as moved:
        write()
    assert moved.count == 1


def test_a_row_that_was_made_is_given_back(contact: Contact) -> None:
    """Although its id has been fetched for the commit already."""
    made = Contact.objects.create(name="Ben")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pages_contact SET name = name RETURNING id")
        assert sorted(cursor.fetchall()) == [(contact.pk,), (made.pk,)]
        cursor.execute("UPDATE pages_contact SET name = name RETURNING id")
        assert len(cursor.fetchmany(1)) == 1
        assert cursor.fetchone() is not None
        assert cursor.fetchone() is None
        cursor.execute("UPDATE pages_contact SET name = name RETURNING id")
        cursor.execute("SELECT 7")
        assert cursor.fetchone() == (7,)


def test_what_changes_no_row_moves_nothing(contact: Contact) -> None:
    with moves() as moved:
        Contact.objects.filter(name="Nobody").update(name="Ben")
        Contact.objects.filter(name="Nobody").delete()
        with transaction.atomic():
            Contact.objects.filter(name="Nobody").update(name="Ben")
    assert moved.count == 0


def test_a_transaction_moves_it_once_and_at_its_end(contact: Contact) -> None:
    with moves() as moved, moves() as inside, transaction.atomic():
        for name in ("Ben", "Cem", "Dan"):
            Contact.objects.update(name=name)
        with transaction.atomic():
            Contact.objects.update(name="Eva")
        before = counters.current()
        assert before == inside._before
    assert moved.count == 1


def test_it_has_moved_before_whatever_runs_on_commit() -> None:
    seen = []
    with moves() as moved, transaction.atomic():
        transaction.on_commit(lambda: seen.append(counters.current()))
        Contact.objects.create(name="Ana")
    assert moved.count == 1
    assert seen == [counters.current()]


def test_a_rollback_moves_nothing(contact: Contact) -> None:
    with moves() as moved:
        with suppress(ZeroDivisionError), transaction.atomic():
            Contact.objects.update(name="Ben")
            raise ZeroDivisionError
        # Nor does the next transaction, which has nothing to tell.
        with transaction.atomic():
            Contact.objects.count()
    assert moved.count == 0


def test_a_savepoint_that_is_rolled_back_moves_nothing(contact: Contact) -> None:
    with moves() as moved, transaction.atomic(), suppress(ZeroDivisionError), transaction.atomic():
        Contact.objects.update(name="Ben")
        raise ZeroDivisionError
    assert moved.count == 0


def test_a_change_beside_a_savepoint_that_is_rolled_back_moves_it(contact: Contact) -> None:
    with moves() as before, transaction.atomic():
        Contact.objects.update(name="Ben")
        with suppress(ZeroDivisionError), transaction.atomic():
            Contact.objects.update(name="Cem")
            raise ZeroDivisionError
    with moves() as after, transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            Contact.objects.update(name="Cem")
            raise ZeroDivisionError
        Contact.objects.update(name="Dan")
    with moves() as released, transaction.atomic():
        with transaction.atomic():
            Contact.objects.update(name="Eva")
        with suppress(ZeroDivisionError), transaction.atomic():
            Contact.objects.update(name="Cem")
            raise ZeroDivisionError
    assert [before.count, after.count, released.count] == [1, 1, 1]


def test_a_transaction_without_a_block_moves_it(contact: Contact) -> None:
    with moves() as moved:
        transaction.set_autocommit(False)
        try:
            Contact.objects.update(name="Ben")
            transaction.commit()
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)
    assert moved.count == 1


def test_a_statement_that_fails_may_move_it_and_leaves_no_mark(contact: Contact) -> None:
    with suppress(IntegrityError):
        Contact.objects.bulk_create([Contact(pk=contact.pk, name="again")])
    with moves() as moved:
        Site.objects.count()
    assert moved.count == 0


def test_nobody_believes_the_counter_while_a_commit_is_under_way(contact: Contact) -> None:
    with moves() as moved, sharing.telling():
        first, second = counters.current(), counters.current()
        assert first < 0
        assert second < 0
        assert first != second
    assert moved.count == 1


def test_who_asks_during_a_commit_waits_for_its_end(contact: Contact) -> None:
    """So that the commit costs no rendering that could not be kept."""
    telling = sharing.Telling()
    before = telling.board.read()[1]
    timer = threading.Timer(sharing.PATIENCE / 5, telling.end)
    timer.start()
    assert counters.current() == before + 1
    timer.join()


def test_what_was_committed_elsewhere_can_be_told() -> None:
    with moves() as moved:
        counters.bump()
    assert moved.count == 1
