"""Minor and major changes: what readers are told, when, and how often."""

from datetime import timedelta

from bs4 import BeautifulSoup
from wagtail.models import Revision

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.enums import Change, NoteKind
from newsroom.models import ChangeNote, NewsArticlePage
from tests.newsroom.editing import edit_address, form_of, save
from tests.newsroom.reading import fresh, latest, seen, words

NOTE = "The closing date was moved to 30 June."


def revise(page: NewsArticlePage, kind: str = Change.MAJOR, text: str = NOTE) -> Revision:
    draft = latest(page)
    draft.describe_change(text)
    draft.change_kind = kind
    return draft.save_revision()


def notes(page: NewsArticlePage) -> list[str]:
    return [note.text for note in ChangeNote.objects.filter(page=page)]


def updates(client, page: NewsArticlePage) -> list[str]:
    lines = seen(client, page).select(".updates > li")
    return [words(line) for line in lines]


def updated(client, page: NewsArticlePage) -> str | None:
    link = seen(client, page).select_one("a[href='#updates']")
    return link and link.get_text(" ", strip=True)


def test_an_article_that_never_changed_shows_no_update(article, client) -> None:
    assert updated(client, article) is None
    assert updates(client, article) == []


def test_a_minor_change_tells_nothing(article, client) -> None:
    revise(article, Change.MINOR, "A slip of the pen").publish()
    assert updated(client, article) is None
    assert notes(article) == []


def test_a_major_change_is_told_with_its_instant(article, client) -> None:
    revise(article).publish()
    assert updated(client, article) == "Updated 3 Mar 2026, 09:30 SGT (UTC+8)"
    assert updates(client, article) == [
        f"3 Mar 2026, 09:30 SGT (UTC+8) {NOTE}",
        "2 March 2026 First published",
    ]


def test_only_a_major_change_moves_the_date(article, client, clock) -> None:
    revise(article).publish()
    clock.forward(days=1)
    revise(article, Change.MINOR, "").publish()
    assert updated(client, article) == "Updated 3 Mar 2026, 09:30 SGT (UTC+8)"
    assert updates(client, article)[0].endswith(NOTE)


def test_notes_stand_newest_first(article, client, clock) -> None:
    revise(article).publish()
    clock.forward(hours=2)
    revise(article, text="A second speaker was added.").publish()
    assert notes(article) == ["A second speaker was added.", NOTE]
    assert updated(client, article) == "Updated 3 Mar 2026, 11:30 SGT (UTC+8)"


def test_a_note_is_silent_until_its_revision_is_public(article, client, clock) -> None:
    draft = latest(article)
    draft.describe_change(NOTE)
    draft.go_live_at = clock.now() + timedelta(hours=1)
    revision = draft.save_revision()
    assert NOTE not in client.get(article.url).content.decode()
    revision.publish()
    assert NOTE not in client.get(article.url).content.decode() and notes(article) == []
    clock.forward(hours=1)
    draft.go_live_at = None
    draft.save_revision().publish()
    assert updated(client, article) == "Updated 3 Mar 2026, 10:30 SGT (UTC+8)"


def test_the_same_revision_published_twice_says_it_once(article, clock) -> None:
    revision = revise(article)
    revision.publish()
    clock.forward(hours=1)
    fresh(revision).publish()
    assert notes(article) == [NOTE]


def test_a_later_draft_does_not_carry_the_note_on(article, clock) -> None:
    revise(article).publish()
    draft = latest(article)
    assert (draft.change_kind, draft.change_text) == (Change.MINOR, "")
    clock.forward(hours=1)
    draft.save_revision().publish()
    assert notes(article) == [NOTE]


def test_a_draft_written_before_its_note_was_published_says_it_no_more(article, clock) -> None:
    armed = revise(article)
    newer = latest(article).save_revision()
    assert latest(article).change_text == NOTE
    fresh(armed).publish()
    assert latest(article).change_text == ""
    clock.forward(hours=1)
    fresh(newer).publish()
    assert notes(article) == [NOTE]


def test_a_draft_of_what_was_taken_off_tells_nothing_yet(officer, article, client) -> None:
    article.unpublish()
    save(client, article, change_kind="major", change_text=NOTE)
    assert notes(article) == [] and latest(article).change_text == NOTE
    publish(latest(article))
    assert notes(article) == [NOTE]


def test_nothing_is_told_about_the_first_publication(news, client) -> None:
    page = make.NewsArticleFactory(
        parent=news, draft=True, change_kind=Change.MAJOR, change_text=NOTE
    )
    publish(latest(page))
    assert notes(page) == [] and updated(client, page) is None


def test_an_older_revision_takes_back_no_note(article, clock) -> None:
    first = NewsArticlePage.objects.get(pk=article.pk).latest_revision
    revise(article).publish()
    clock.forward(hours=1)
    first.publish()
    assert notes(article) == [NOTE]


def test_a_copy_has_no_history(article, client, news) -> None:
    revise(article).publish()
    stored = NewsArticlePage.objects.get(pk=article.pk)
    copy = stored.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert notes(copy) == [] and updated(client, copy) is None


def test_the_note_belongs_to_the_revision_that_told_it(article) -> None:
    revision = revise(article)
    revision.publish()
    note = ChangeNote.objects.get(page=article)
    assert (note.revision_id, note.kind) == (revision.pk, NoteKind.UPDATE)


# In the form


def test_a_new_item_is_not_asked(officer, news, client) -> None:
    draft = make.NewsArticleFactory(parent=news, draft=True)
    form = BeautifulSoup(client.get(edit_address(draft)).content, "lxml")
    assert form.select("[name=change_kind], [name=change_text], [name=change_key]") == []
    assert form.select("[name=withdrawal_reason], [name^=corrections]") == []
    assert "This change" not in form.get_text()


def test_a_published_item_is_asked_and_minor_is_chosen(officer, article, client) -> None:
    form = BeautifulSoup(client.get(edit_address(article)).content, "lxml")
    chosen = form.select("[name=change_kind][checked]")
    assert [field["value"] for field in chosen] == ["minor"]
    assert form.select_one("[name=change_text]").get("value", "") == ""


def test_the_form_publishes_a_major_change(officer, article, client) -> None:
    save(client, article, change_kind="major", change_text=NOTE, publish=True)
    assert notes(article) == [NOTE]
    assert latest(article).change_text == ""


def test_a_major_change_without_words_is_refused_when_it_goes_on(officer, article, client) -> None:
    before = latest(article).latest_revision_id
    page = save(client, article, change_kind="major", publish=True)
    assert "Say in one sentence what changed" in page.content.decode()
    assert latest(article).latest_revision_id == before
    # A draft may wait for its words.
    assert save(client, article, change_kind="major").status_code == 302
    assert latest(article).change_kind == Change.MAJOR


def test_words_of_a_minor_change_are_dropped(officer, article, client) -> None:
    save(client, article, change_text="Never mind")
    assert latest(article).change_text == ""


def test_a_form_left_open_over_the_publication_repeats_nothing(officer, article, client) -> None:
    save(client, article, change_kind="major", change_text=NOTE)
    armed = latest(article).latest_revision
    key = str(latest(article).change_key)
    fresh(armed).publish()
    # The browser still holds the note, and sends it with the next words.
    save(client, article, change_kind="major", change_text=NOTE, change_key=key, publish=True)
    assert notes(article) == [NOTE]


def test_the_same_words_can_be_said_again_of_another_change(
    officer, article, client, clock
) -> None:
    for _ in range(2):
        clock.forward(days=30)
        save(client, article, change_kind="major", change_text="Figures updated.", publish=True)
    assert notes(article) == ["Figures updated."] * 2


def test_other_words_in_an_open_form_are_another_note(officer, article, client) -> None:
    save(client, article, change_kind="major", change_text=NOTE)
    armed = latest(article).latest_revision
    key = str(latest(article).change_key)
    save(client, article, change_kind="major", change_text="Moved again.", change_key=key)
    fresh(armed).publish()
    latest(article).latest_revision.publish()
    assert sorted(notes(article)) == ["Moved again.", NOTE]


def test_what_is_saved_by_itself_tells_the_open_form_its_key(officer, article, client) -> None:
    answer = client.post(
        edit_address(article),
        form_of(article, change_kind="major", change_text=NOTE),
        headers={"accept": "application/json"},
    )
    assert answer.json()["field_updates"]["change_key"] == str(latest(article).change_key)
