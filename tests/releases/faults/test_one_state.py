"""One answer shows one state of the database, whatever commits while it is made."""

import threading

import pytest
from django.db import connection
from django.http import HttpResponse

from fixtures.factories.lifecycle import stored
from fixtures.factories.newsroom import NewsListFactory
from fixtures.factories.people import ContactFactory
from newsroom.models import NewsListPage
from pages.models import Contact
from pages.snapshot import in_one_state

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(work) -> None:
    """Do something in another connection."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)


def test_what_commits_meanwhile_is_not_in_the_answer(news_list, rf) -> None:
    @in_one_state
    def view(request) -> HttpResponse:
        before = list(NewsListPage.objects.values_list("title", flat=True))
        meanwhile(lambda: NewsListFactory(parent=stored(news_list).get_parent()))
        after = list(NewsListPage.objects.values_list("title", flat=True))
        return HttpResponse(f"{len(before)} {len(after)}")

    assert view(rf.get("/")).content == b"1 1"
    assert view(rf.post("/")).content == b"2 3", "who writes sees what is there"
    assert not connection.in_atomic_block


def test_a_view_that_writes_is_called_again_without_the_snapshot(rf) -> None:
    calls = []

    @in_one_state
    def view(request) -> HttpResponse:
        calls.append(connection.in_atomic_block)
        contact, _ = Contact.objects.get_or_create(name="Desk")
        return HttpResponse(str(contact.pk))

    assert view(rf.get("/")).status_code == 200
    assert calls == [True, False]
    assert Contact.objects.count() == 1
    assert view(rf.get("/")).status_code == 200
    assert calls == [True, False, True]


def test_readers_do_not_wait_for_a_writer_nor_lock_it_out(rf) -> None:
    @in_one_state
    def view(request) -> HttpResponse:
        assert Contact.objects.count() == 0
        meanwhile(ContactFactory)
        return HttpResponse(str(Contact.objects.count()))

    assert view(rf.get("/")).content == b"0"
    assert Contact.objects.count() == 1
    ContactFactory()
    assert Contact.objects.count() == 2
