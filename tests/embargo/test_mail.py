"""A mailbox is no safe place for an embargo: mails name a page by its number."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import TestCase, override_settings
from django.urls import reverse
from wagtail.admin import mail as stock
from wagtail.models import PageSubscription

from tests.embargo.asking import client_of
from tests.embargo.forms import edit_address, sent_by_form
from tests.embargo.items import State
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db


def submit(world: World) -> None:
    """Ask for the approval of the draft, as its author."""
    page = world.items[State.DRAFT].page
    page.get_workflow().start(page, world.people["author"])


def decide(world: World, action: str) -> None:
    item = world.items[State.REVIEW]
    numbers = [item.page.pk, action, item.task_state.pk]
    client_of(world, "approver").post(
        reverse("wagtailadmin_pages:workflow_action", args=numbers),
        {"comment": token(State.REVIEW, "reason")},
    )


def approve(world: World) -> None:
    decide(world, "approve")


def refuse(world: World) -> None:
    decide(world, "reject")


def comment(world: World) -> None:
    """Comment on the draft in the admin; an approver wants to be told."""
    page, client = world.items[State.DRAFT].page, client_of(world, "author")
    PageSubscription.objects.get_or_create(
        user=world.people["approver"], page=page, defaults={"comment_notifications": True}
    )
    data = sent_by_form(client, page)
    data |= {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-id": "",
        "comments-0-text": token(State.DRAFT, "remark"),
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    client.post(edit_address(page), data)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (submit, State.DRAFT),
        (approve, State.REVIEW),
        (refuse, State.REVIEW),
        (comment, State.DRAFT),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_a_mail_names_a_page_by_its_number(
    world: World, act: Callable[[World], None], state: State, html: bool
) -> None:
    with (
        override_settings(WAGTAILADMIN_NOTIFICATION_USE_HTML=html),
        TestCase.captureOnCommitCallbacks(execute=True),
    ):
        act(world)
    assert mail.outbox
    page = world.items[state].page
    for message in mail.outbox:
        assert found_in(message.subject + str(message.message())) == set()
        assert str(page.pk) in message.subject
        assert edit_address(page) in message.body
        assert bool(message.alternatives) == html


def test_those_who_run_the_machines_get_no_mail(world: World) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        submit(world)
    told = {address for message in mail.outbox for address in message.to}
    assert world.people["approver"].email in told
    assert world.people["superuser"].email not in told
    assert settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS is False


#: What Wagtail's senders name their templates.
NAMES = {
    stock.WorkflowStateApprovalEmailNotifier: "workflow_state_approved",
    stock.WorkflowStateRejectionEmailNotifier: "workflow_state_rejected",
    stock.WorkflowStateSubmissionEmailNotifier: "workflow_state_submitted",
    stock.GroupApprovalTaskStateSubmissionEmailNotifier: "task_state_submitted",
}


def test_every_mail_that_wagtail_can_send_has_words_of_ours() -> None:
    assert {kind for kind in _kinds(stock.Notifier) if kind.notification} == set(NAMES)
    for name in [*NAMES.values(), "updated_comments"]:
        for ending in ("_subject.txt", ".txt", ".html"):
            origin = get_template(f"wagtailadmin/notifications/{name}{ending}").origin.name
            assert "site-packages" not in origin


def _kinds(kind: type) -> set[type]:
    return {kind} | {inner for sub in kind.__subclasses__() for inner in _kinds(sub)}
