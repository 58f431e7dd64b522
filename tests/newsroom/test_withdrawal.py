"""A withdrawn item keeps its address and text, under a notice, and is marked wherever it is listed."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from fixtures import factories as make
from newsroom.models import ChangeNote, NewsArticlePage
from newsroom.releases import publication
from newsroom.withdrawal import reinstate, withdraw
from tests.newsroom.editing import edit_address, save
from tests.newsroom.reading import (
    entries,
    latest,
    seen,
    stored,
    structured,
    text_of,
    titles,
    words,
)

REASON = "The study it reports was retracted."
AT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.fixture
def address(article) -> str:
    return reverse("newsroom:withdraw", args=[article.pk])


def withdrawn(page: NewsArticlePage, replaced_by=None) -> Revision:
    draft = latest(page)
    withdraw(draft, REASON, replaced_by)
    return draft.save_revision()


def notice(page: NewsArticlePage) -> str:
    return words(seen(Client(), page).select_one("main .callout--danger"))


def marks(page) -> list[str]:
    return [words(mark) for mark in seen(Client(), page).select(".kind--withdrawn")]


def test_the_action_withdraws_it_everywhere(
    officer, article, address, client, news, newsroom, clock
) -> None:
    other = make.NewsArticleFactory(parent=news, title="Another", related=[article])
    search = make.SearchPageFactory()
    client.post(address, {"reason": REASON, "publish": "1"})

    page = seen(client, article)
    assert words(page.select_one("main .callout--danger")).startswith(
        f"Withdrawn, 3 Mar 2026, 09:30 SGT (UTC+8) {REASON}"
    )
    assert words(page.title).startswith("Withdrawn: An article")
    assert marks(article) == ["Withdrawn"]
    assert article.summary in words(page.select_one(".lead"))

    assert marks(newsroom) == marks(news) == marks(other) == ["Withdrawn"]
    result = Client().get(search.url, {"q": "article"})
    assert "kind--withdrawn" in result.content.decode()

    assert structured(article)["creativeWorkStatus"] == "Withdrawn"
    assert structured(article)["dateModified"] == "2026-03-03T09:30:00+08:00"
    entry = next(entry for entry in entries(news) if "An article" in text_of(entry, "title"))
    assert text_of(entry, "title") == "Withdrawn: An article"
    assert text_of(entry, "updated") == "2026-03-03T09:30:00+08:00"
    assert text_of(entry, "summary").startswith("<p><strong>Withdrawn, 3 Mar 2026")


def test_nothing_is_marked_before(article, news) -> None:
    assert notice(article) == "" and marks(article) == marks(news) == []
    assert "creativeWorkStatus" not in structured(article)


def test_as_a_draft_it_is_no_secret_told(officer, article, address, client, news) -> None:
    client.post(address, {"reason": REASON, "draft": "1"})
    assert latest(article).is_withdrawn
    assert notice(article) == "" and titles(news) == ["An article"]


def test_setting_it_stores_nothing(article) -> None:
    draft = latest(article)
    withdraw(draft, f"  {REASON} ", at=AT)
    assert (draft.withdrawn_at, draft.withdrawal_reason) == (AT, REASON)
    assert not stored(article).is_withdrawn
    with pytest.raises(ValueError, match="needs a reason"):
        withdraw(draft, " ")


def test_the_release_desk_withdraws_at_its_instant(article) -> None:
    publication.publish(withdrawn(article), user=None)
    assert "Withdrawn, 3 Mar 2026, 09:30" in notice(article)


def test_readers_see_when_it_was_published_not_when_it_was_decided(article, clock) -> None:
    revision = withdrawn(article)
    clock.forward(hours=15)
    revision.publish()
    assert "Withdrawn, 4 Mar 2026, 00:30" in notice(article)


def test_a_later_change_does_not_move_the_withdrawal(article, clock) -> None:
    withdrawn(article).publish()
    clock.forward(days=2)
    latest(article).save_revision().publish()
    assert "Withdrawn, 3 Mar 2026, 09:30" in notice(article)
    assert ChangeNote.objects.filter(page=article).count() == 1


def test_the_replacement_is_named_while_it_is_public(article, add_item) -> None:
    successor = add_item("What holds now")
    withdrawn(article, successor).publish()
    page = seen(Client(), article)
    assert page.select_one(".callout--danger a")["href"] == successor.url
    successor.unpublish()
    assert "What holds now" not in notice(article)
    assert "Replaced by" not in notice(article)


def test_a_hidden_replacement_is_never_named(article, news) -> None:
    secret = make.NewsArticleFactory(parent=news, title="Quokka", scheduled=True)
    withdrawn(article, secret).publish()
    assert "Quokka" not in str(seen(Client(), article))


def test_it_can_be_taken_back_and_readers_learn_why(
    officer, article, address, client, clock
) -> None:
    done = client.post(address, {"reason": REASON, "publish": "1"}, follow=True)
    assert "The withdrawal is noted and published." in done.content.decode()
    assert "Why it holds again" in client.get(address).content.decode()
    clock.forward(days=1)
    sent = {"note": "The study was confirmed.", "publish": "1"}
    done = client.post(address, sent, follow=True)
    assert "The withdrawal is taken back and published." in done.content.decode()
    assert notice(article) == "" and marks(article) == []
    lines = [words(line) for line in seen(client, article).select(".updates > li")]
    assert lines[0].endswith("The study was confirmed.")
    assert lines[1].endswith(f"Withdrawn: {REASON}")


def test_it_can_be_withdrawn_again(article, clock) -> None:
    withdrawn(article).publish()
    draft = latest(article)
    reinstate(draft, "It holds again.")
    draft.save_revision().publish()
    clock.forward(days=1)
    withdrawn(article).publish()
    assert "Withdrawn, 4 Mar 2026, 09:30" in notice(article)


def test_a_draft_that_withdraws_it_can_be_put_differently(
    officer, article, address, client
) -> None:
    client.post(address, {"reason": "First words", "draft": "1"})
    assert "First words" in client.get(address).content.decode()
    client.post(address, {"reason": REASON, "publish": "1"})
    assert REASON in notice(article)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reason": " "}, "This field is required"),
        ({"reason": REASON, "replaced_by": "self"}, "can’t replace itself"),
        ({"reason": REASON, "replaced_by": "999999"}, "Select a valid choice"),
        ({"reason": REASON, "replaced_by": "9" * 30}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_done_is_said(officer, article, address, client, sent, message) -> None:
    if sent.get("replaced_by") == "self":
        sent = {**sent, "replaced_by": article.pk}
    assert message in client.post(address, {**sent, "publish": "1"}).content.decode()
    assert not stored(article).is_withdrawn


def test_a_replacement_that_is_no_number_is_none(officer, article, address, client) -> None:
    answer = client.post(address, {"reason": REASON, "replaced_by": "x", "draft": "1"})
    assert answer.status_code == 302 and latest(article).replaced_by is None


def test_the_form_of_a_withdrawn_item_keeps_and_changes_the_reason(
    officer, article, client
) -> None:
    withdrawn(article).publish()
    assert REASON in client.get(edit_address(article)).content.decode()
    save(client, article, withdrawal_reason="It was retracted twice.", publish=True)
    assert "It was retracted twice." in notice(article)
    assert "3 Mar 2026, 09:30" in notice(article)
    assert save(client, article, withdrawal_reason="").status_code == 200
    assert latest(article).withdrawal_reason == "It was retracted twice."


def test_the_form_of_another_item_can_not_withdraw_it(officer, article, client) -> None:
    save(client, article, withdrawal_reason=REASON, publish=True)
    assert not stored(article).is_withdrawn and stored(article).withdrawal_reason == ""


def test_a_copy_is_not_withdrawn(article) -> None:
    withdrawn(article).publish()
    copy = stored(article).copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert not copy.is_withdrawn
    assert not copy.get_latest_revision_as_object().is_withdrawn


def test_the_buttons_say_what_can_be_done(officer, article, address, client) -> None:
    page = client.get(edit_address(article)).content.decode()
    assert address in page and reverse("newsroom:correct", args=[article.pk]) in page
    withdrawn(article).publish()
    assert "Take the withdrawal back…" in client.get(edit_address(article)).content.decode()
