"""Sending a release out at once: asked twice, with a reason, and the outcome is said."""

import pytest
from django.urls import reverse

from fixtures.factories.lifecycle import publish
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db


def address(release: Release) -> str:
    return reverse("releases:release_now", args=[release.pk])


def send(client, release: Release, reason: str, **data):
    return client.post(address(release), {"version": release.version, "reason": reason, **data})


def messages(client, answer) -> str:
    page = soup(client.get(answer.url))
    return " ".join(words(line) for line in page.select(".messages li"))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_it_is_out_when_the_page_comes_back(client, log_in, draft, clock, status) -> None:
    page = draft(title="Storm warning")
    release = make_release(page, status=status)
    log_in("Communications")
    asked = soup(client.get(address(release)))
    assert "Storm warning : publish, version of 2 Mar 2026" in words(asked.select_one("main"))
    assert asked.select_one("textarea").has_attr("required")
    answer = send(client, release, "The storm is near.")
    assert answer.url == reverse("releases:detail", args=[release.pk])
    page.refresh_from_db()
    release.refresh_from_db()
    assert page.live
    assert (release.status, release.is_emergency) == (Status.RELEASED, True)
    assert release.reason == "The storm is near."
    assert "It is out. Somebody else is asked to confirm it." in messages(client, answer)
    assert page.title in client.get(page.url).content.decode()


def test_a_team_of_one_is_not_told_of_a_second_person(
    client, log_in, draft, clock, settings
) -> None:
    settings.RELEASES_SECOND_PERSON = False
    release = make_release(draft(), status=Status.DRAFT)
    log_in("Administrators")
    asked = words(soup(client.get(address(release))).select_one("main"))
    assert "Why can’t it wait?" in asked and "somebody else" not in asked
    answer = send(client, release, "The storm is near.")
    assert "It is out. You are asked to confirm it." in messages(client, answer)
    page = soup(client.get(answer.url))
    form = page.select_one(".releases-next form")
    assert words(form.button) == "Confirm it"
    sent = {field["name"]: field["value"] for field in form.select("input")}
    client.post(form["action"], sent)
    release.refresh_from_db()
    assert not release.waits_for_confirmation


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_happens(client, log_in, draft, clock, reason) -> None:
    release = make_release(draft(), status=Status.DRAFT)
    log_in("Communications")
    answer = send(client, release, reason)
    assert "Say why it can’t wait" in words(soup(answer).select_one("[role=alert]"))
    release.refresh_from_db()
    assert release.status == Status.DRAFT


def test_who_saw_an_older_version_keeps_the_reason_and_sends_nothing(
    client, log_in, draft, clock
) -> None:
    release = make_release(draft(), status=Status.DRAFT)
    seen = release.version
    release.describe(person("Administrators"), title="Changed", note="")
    log_in("Communications")
    answer = send(client, release, "The storm is near.", version=seen)
    page = soup(answer)
    assert "Somebody changed this release" in words(page.select_one("[role=alert]"))
    assert page.select_one("textarea").text.strip() == "The storm is near."
    release.refresh_from_db()
    assert release.status == Status.DRAFT


def test_when_it_does_not_go_out_that_is_said(client, log_in, draft, clock) -> None:
    page = draft(title="Storm warning")
    release = make_release(page)
    page.delete()
    log_in("Communications")
    answer = send(client, release, "The storm is near.")
    release.refresh_from_db()
    assert release.status == Status.APPROVED
    page = soup(client.get(answer.url))
    assert "It has not gone out." in " ".join(words(line) for line in page.select(".messages li"))
    assert "“Storm warning” was deleted." in words(page.select_one(".releases-alarm"))


def test_what_one_may_not_publish_one_cannot_send_out(client, log_in, draft, clock) -> None:
    # Communications publish in the newsroom only.
    above = publish(draft()).get_parent().get_parent().get_parent().specific
    above.save_revision()
    release = make_release(above, status=Status.DRAFT)
    log_in("Communications")
    assert "You may not publish" in words(soup(client.get(address(release))).select_one("main"))
    answer = send(client, release, "The storm is near.")
    assert "You may not publish" in words(soup(answer).select_one("[role=alert]"))
    release.refresh_from_db()
    assert release.status == Status.DRAFT


def test_asking_for_approval_rehearses_first(client, log_in, draft, clock) -> None:
    page = draft(title="Storm warning")
    release = make_release(page, status=Status.DRAFT)
    log_in("Communications")
    step = reverse("releases:transition", args=[release.pk, "ask"])
    page.delete()
    answer = client.post(step, {"version": release.version})
    assert answer.status_code == 409
    alert = words(soup(answer).select_one("[role=alert]"))
    assert "This would go wrong:" in alert and "Storm warning" in alert
    release.refresh_from_db()
    assert release.status == Status.DRAFT
    release.remove(person("Administrators"), release.items.get())
    release.add(person("Administrators"), draft())
    assert client.post(step, {"version": release.version}).status_code == 302
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW
    assert release.rehearsals.count() == 2


def test_who_asks_is_told_when_nobody_can_answer(client, log_in, draft, clock) -> None:
    person("Approvers")
    release = make_release(draft(), status=Status.DRAFT, owner=person("Communications"))
    log_in("Communications")
    step = reverse("releases:transition", args=[release.pk, "ask"])
    answer = client.post(step, {"version": release.version})
    assert "Nobody can approve it" not in messages(client, answer)
    release.refresh_from_db()
    release.reopen(person("Communications"))
    release.items.get().page.specific.save_revision(user=person("Approvers"))
    answer = client.post(step, {"version": release.version})
    assert "Nobody can approve it as it is" in messages(client, answer)
