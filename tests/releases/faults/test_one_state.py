"""One answer shows one state of the database, whatever commits while it is made."""

import threading

import pytest
from django.db import connection
from django.http import Http404, HttpResponse

from fixtures.factories.lifecycle import publish, stored
from fixtures.factories.newsroom import NewsArticleFactory, NewsListFactory
from fixtures.factories.people import ContactFactory
from newsroom.models import NewsListPage
from pages import permalinks
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


def test_a_page_that_comes_back_meanwhile_is_not_sent_to_itself(
    news_list, client, monkeypatch
) -> None:
    page = NewsArticleFactory(parent=news_list, slug="here")
    there = page.url
    page.slug = "elsewhere"
    publish(page)
    away = stored(page).url

    def come_back() -> None:
        page.slug = "here"
        publish(page)

    find = permalinks.find

    def find_and_wait(request):
        try:
            return find(request)
        except Http404:
            meanwhile(come_back)
            raise

    with monkeypatch.context() as patched:
        patched.setattr(permalinks, "find", find_and_wait)
        assert client.get(there).headers["Location"] == away, "where it was when it was not found"
    assert stored(page).url == there, "it did come back"
    assert client.get(there).status_code == 200
