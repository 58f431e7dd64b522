"""Mails of the desk: the right people are told, and no mail gives anything away."""

import pytest
from django.core import mail

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import notifications
from newsroom.releases.enums import Status

pytestmark = pytest.mark.django_db(transaction=True)

SECRET, SECRET_RELEASE = "Kestrel programme announced", "Kestrel morning"


@pytest.fixture
def release_page(news_list, clock):
    return PressReleaseFactory(parent=news_list, state=State.DRAFT, title=SECRET)


def told() -> list[tuple[str, str]]:
    return [(message.subject, address) for message in mail.outbox for address in message.to]


def test_those_who_can_approve_are_asked(release_page, clock) -> None:
    author = UserFactory(group="Approvers")
    able = person("Approvers")
    release_page.save_revision(user=author)
    release = make_release(release_page, status=Status.IN_REVIEW, title=SECRET_RELEASE)
    assert told() == [(f"Release {release.pk} needs your approval", able.email)]


def test_of_a_newer_version_and_of_an_emergency_those_are_told_who_can_act(
    release_page, clock
) -> None:
    author, able = UserFactory(group="Approvers"), person("Approvers")
    release = make_release(release_page, title=SECRET_RELEASE)
    release_page.save_revision(user=author)
    mail.outbox.clear()
    release.propose(person("Editors"), release.items.get())
    subject = f"Release {release.pk} has a newer version to approve"
    assert told() == [(subject, person("Administrators").email), (subject, able.email)]
    mail.outbox.clear()
    release.release_now(person("Communications"), "The storm is near.")
    subject = f"Release {release.pk} was sent out by one person"
    assert told() == [(subject, able.email)]


def test_the_team_is_told_of_approval_and_refusal(release_page, clock) -> None:
    release = make_release(release_page, status=Status.IN_REVIEW, title=SECRET_RELEASE)
    mail.outbox.clear()
    release.refuse(person("Approvers"), "The date is wrong.")
    owner = person("Administrators").email
    assert told() == [(f"Release {release.pk} was sent back", owner)]
    release.ask_for_approval(person("Administrators"))
    mail.outbox.clear()
    release.approve(person("Approvers"))
    assert told() == [(f"Release {release.pk} is approved", owner)]


def test_no_mail_names_the_release_or_its_pages(release_page, clock, settings) -> None:
    settings.ADMINS = [("Operations", "operations@oai.example")]
    release = make_release(release_page, title=SECRET_RELEASE)
    release_page.title = SECRET + ", second version"
    release_page.save_revision(user=person("Editors"))
    item = release.items.get()
    release.propose(person("Administrators"), item)
    release.decline_proposal(person("Approvers"), item, "Kestrel is spelled wrong")
    notifications.failed(release, f"“{SECRET}” was deleted.")
    notifications.check_failed(release)
    release.reopen(person("Approvers"), "Kestrel waits")
    release.release_now(person("Administrators"), "Kestrel is out already")
    release.cancel(person("Administrators"), "Kestrel is off")
    assert len(mail.outbox) >= 8
    texts = [f"{message.subject}\n{message.body}" for message in mail.outbox]
    assert [text for text in texts if "kestrel" in text.casefold()] == []


def test_each_person_gets_a_mail_of_their_own(release_page, clock) -> None:
    UserFactory.create_batch(3, group="Approvers")
    make_release(release_page, status=Status.IN_REVIEW)
    assert len(mail.outbox) >= 3
    assert {len(message.to) for message in mail.outbox} == {1}


def test_a_mail_says_when_with_its_zone_and_leads_to_the_release(release_page, clock) -> None:
    release = make_release(release_page, status=Status.IN_REVIEW)
    body = mail.outbox[0].body
    assert "It goes out 2 Mar 2026, 10:00 SGT (UTC+8), in 1 h 0 min." in body
    assert f"http://localhost/admin/releases/{release.pk}/" in body


def test_nobody_without_an_address_and_nobody_who_left_gets_mail(release_page, clock) -> None:
    UserFactory(group="Approvers", email="")
    UserFactory(group="Approvers", is_active=False)
    make_release(release_page, status=Status.IN_REVIEW)
    assert {address for _, address in told()} == {person("Approvers").email}
