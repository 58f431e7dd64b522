"""One action corrects the text and tells readers: notice, difference, structured data, feed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from fixtures import factories as make
from newsroom import corrections
from newsroom.enums import NoteKind
from newsroom.history import Entry
from newsroom.models import ChangeNote, NewsArticlePage
from newsroom.releases import publication
from pages.publication import went_live
from tests.newsroom.editing import edit_address, save
from tests.newsroom.reading import entries, fresh, latest, seen, stored, structured, text_of, words

WORDS = {
    "notice": "The number of families was wrong.",
    "earlier": "1,140 families",
    "later": "1,410 families",
}


@pytest.fixture
def article(add_item, clock) -> NewsArticlePage:
    page = add_item("Letters", body=[("paragraph", "<p>It reached <b>1,140</b> families.</p>")])
    clock.forward(days=1, minutes=30)
    return page


@pytest.fixture
def address(article) -> str:
    return reverse("newsroom:correct", args=[article.pk])


def corrected(page: NewsArticlePage) -> Revision:
    draft = latest(page)
    corrections.correct(draft, **WORDS)
    return draft.save_revision()


def boxes(page: NewsArticlePage) -> list[str]:
    return [words(box) for box in seen(Client(), page).select("main .callout--warning")]


def body(page: NewsArticlePage) -> str:
    return str(stored(page).body.get_prep_value()[0]["value"])


def test_the_action_corrects_everything_at_once(officer, article, address, client, news) -> None:
    answer = client.post(address, {**WORDS, "publish": "1"})
    assert answer["Location"] == edit_address(article)

    assert body(article) == "<p>It reached <b>1,410 families</b>.</p>"
    box = seen(client, article).select_one("main .callout--warning")
    assert words(box.select_one(".callout-title")) == "Correction, 3 Mar 2026, 09:30 SGT (UTC+8)"
    assert box.time["datetime"] == "2026-03-03T09:30:00+08:00"
    assert WORDS["notice"] in words(box)
    assert [words(line) for line in box.select("dd")] == ["1,140 families", "1,410 families"]
    assert (box.find("del").get_text(), box.ins.get_text()) == ("1,140", "1,410")

    assert structured(article)["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The number of families was wrong. It said: “1,140 families” "
            "It says now: “1,410 families”",
            "datePublished": "2026-03-03T09:30:00+08:00",
        }
    ]
    assert structured(article)["dateModified"] == "2026-03-03T09:30:00+08:00"

    (entry,) = entries(news)
    assert text_of(entry, "updated") == "2026-03-03T09:30:00+08:00"
    assert text_of(entry, "summary").startswith(
        "<p><strong>Correction, 3 Mar 2026, 09:30 SGT (UTC+8):</strong> The number of families"
    )
    assert "It said: <del>1,140 families</del>" in text_of(entry, "summary")


LONG = "It reached {} families in {} towns by March, and the office answered each of them."


def shown(line) -> list[str]:
    """The words that are marked in a line of a correction."""
    return [words(mark) for mark in line.select("del, ins")]


@pytest.mark.parametrize(
    ("earlier", "later", "wrong", "right"),
    [
        (LONG.format("1,140", "five"), LONG.format("1,410", "six"),
         ["1,140", "five"], ["1,410", "six"]),
        ("It costs 5 dollars.", "It costs about 5 dollars.", [], ["about"]),
        ("Doors open at nine.", "", ["Doors open at nine."], []),
        ("Doors open at nine.", "Nobody comes in!", ["Doors open at nine."], ["Nobody comes in!"]),
        ("今年有1,140户家庭参加。", "今年有1,410户家庭参加。", ["1,140"], ["1,410"]),
        ("A <b> & c", "A <i> & c", ["b"], ["i"]),
    ],
)  # fmt: skip
def test_of_a_long_passage_only_what_changed_is_marked(earlier, later, wrong, right) -> None:
    entry = Entry(NoteKind.CORRECTION, "It was wrong.", earlier=earlier, later=later)
    html = render_to_string("components/correction.html", {"correction": entry})
    lines = BeautifulSoup(html, "lxml").select("dd")
    assert [line.get_text() for line in lines] == [text for text in (earlier, later) if text]
    assert shown(lines[0]) == wrong
    assert (shown(lines[1]) if later else []) == right


def test_as_a_draft_nothing_of_it_is_public(officer, article, address, client, news) -> None:
    client.post(address, {**WORDS, "draft": "1"})
    assert "1,410" in str(latest(article).body.get_prep_value())
    assert boxes(article) == [] and "1,140" in body(article)
    assert "correction" not in structured(article)
    assert "Correction" not in text_of(entries(news)[0], "summary")


def test_a_scheduled_correction_is_silent_until_its_instant(article, clock) -> None:
    revision = corrected(article)
    draft = revision.as_object()
    draft.go_live_at = clock.now() + timedelta(hours=1)
    draft.save_revision().publish()
    assert boxes(article) == [] and ChangeNote.objects.count() == 0
    clock.forward(minutes=59, seconds=59)
    assert boxes(article) == []


def test_the_release_desk_tells_it_in_the_transaction_that_publishes(article) -> None:
    revision = corrected(article)
    publication.publish(revision, user=None)
    (note,) = ChangeNote.objects.all()
    assert (note.earlier, note.later) == ("1,140 families", "1,410 families")
    assert note.published_at == stored(article).last_published_at


def test_what_fails_to_publish_tells_nothing(article) -> None:
    revision = corrected(article)

    def fail(**kwargs):
        raise RuntimeError("The index is gone")

    went_live.connect(fail, weak=False, dispatch_uid="fail")
    try:
        with pytest.raises(RuntimeError):
            publication.publish(revision, user=None)
    finally:
        went_live.disconnect(dispatch_uid="fail")
    assert ChangeNote.objects.count() == 0 and boxes(article) == []


def test_publishing_twice_tells_it_once(article, clock) -> None:
    revision = corrected(article)
    revision.publish()
    clock.forward(hours=1)
    fresh(revision).publish()
    assert len(boxes(article)) == 1


def test_a_published_correction_stays(article, clock) -> None:
    first = stored(article).latest_revision
    corrected(article).publish()
    clock.forward(hours=1)
    latest(article).save_revision().publish()
    first.publish()
    assert len(boxes(article)) == 1
    assert list(latest(article).corrections) == []


def test_a_newer_draft_lists_only_what_was_not_told_yet(article) -> None:
    armed = corrected(article)
    draft = latest(article)
    corrections.correct(draft, notice="The title too.", earlier="Letters", later="The letters")
    draft.save_revision()
    fresh(armed).publish()
    assert [one.value["notice"] for one in latest(article).corrections] == ["The title too."]
    latest(article).save_revision().publish()
    assert len(boxes(article)) == 2


def test_the_newest_correction_stands_first(officer, article, address, client, clock) -> None:
    client.post(address, {**WORDS, "publish": "1"})
    clock.forward(hours=1)
    second = {"notice": "The title was wrong.", "earlier": "Letters", "later": "The letters"}
    client.post(address, {**second, "publish": "1"})
    assert [WORDS["notice"] in box for box in boxes(article)] == [False, True]
    assert stored(article).title == "The letters"


def test_a_preview_shows_the_correction_that_waits(officer, article, address, client) -> None:
    client.post(address, {**WORDS, "draft": "1"})
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert "Correction, when this draft is published" in " ".join(draft.content.decode().split())


def test_words_that_were_removed_leave_only_what_it_said(officer, article, address, client) -> None:
    client.post(address, {**WORDS, "later": "", "publish": "1"})
    assert "It says now" not in boxes(article)[0]
    assert body(article) == "<p>It reached <b></b>.</p>"


def test_a_mistake_in_a_file_changes_no_text(officer, article, address, client) -> None:
    before = body(article)
    sent = {"notice": "The chart was wrong.", "earlier": "12 %", "later": "21 %"}
    client.post(address, {**sent, "elsewhere": "on", "publish": "1"})
    assert body(article) == before and "The chart was wrong." in boxes(article)[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"earlier": "no such words"}, "do not stand in the text"),
        ({"earlier": "t"}, "places. Copy a few more"),
        ({"later": "1,140  families"}, "These are the same words"),
        ({"notice": ""}, "This field is required"),
        ({"earlier": ""}, "This field is required"),
    ],
)
def test_what_can_not_be_done_is_said(officer, article, address, client, change, message) -> None:
    answer = client.post(address, {**WORDS, **change, "publish": "1"})
    assert message in answer.content.decode()
    assert latest(article).latest_revision == stored(article).live_revision


def test_the_rule_holds_outside_the_form(article) -> None:
    draft = latest(article)
    with pytest.raises(ValidationError):
        corrections.correct(draft, **{**WORDS, "earlier": "no such words"})
    assert len(draft.corrections) == 0


def test_other_changes_in_the_draft_are_pointed_out(officer, article, address, client) -> None:
    assert "There are changes in the draft" not in client.get(address).content.decode()
    latest(article).save_revision()
    assert "There are changes in the draft" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("group", "status"), [("Editors", 200), ("Communications", 200), (None, 302)]
)
def test_who_may_correct(article, address, client, group, status) -> None:
    client.force_login(make.UserFactory(group=group))
    assert client.get(address).status_code == status


def test_an_editor_corrects_only_in_a_draft(article, address, client) -> None:
    client.force_login(make.UserFactory(group="Editors"))
    assert "Publish now" not in client.get(address).content.decode()
    client.post(address, {**WORDS, "publish": "1"})
    assert boxes(article) == [] and "1,410" in str(latest(article).body.get_prep_value())


def test_only_what_is_published_is_corrected(officer, news, client) -> None:
    for page in (
        make.NewsArticleFactory(parent=news, draft=True),
        make.NewsLinkFactory(parent=news),
    ):
        answer = client.get(reverse("newsroom:correct", args=[page.pk]))
        assert answer["Location"] == edit_address(page)
    assert client.get(reverse("newsroom:correct", args=[10**9])).status_code == 404


def test_a_locked_page_is_not_corrected(officer, article, address, client) -> None:
    other = make.UserFactory(group="Administrators")
    NewsArticlePage.objects.filter(pk=article.pk).update(locked=True, locked_by=other)
    assert client.post(address, {**WORDS, "publish": "1"})["Location"] == edit_address(article)
    assert latest(article).latest_revision == stored(article).live_revision


def test_the_form_of_the_item_can_add_one_too(officer, article, client) -> None:
    save(client, article, corrections=[WORDS], publish=True)
    assert WORDS["notice"] in boxes(article)[0]


def test_the_updates_list_it(article, client) -> None:
    corrected(article).publish()
    assert words(seen(client, article).select_one("#updates ~ .updates")).startswith(
        "3 Mar 2026, 09:30 SGT (UTC+8) Correction: The number of families was wrong."
    )
