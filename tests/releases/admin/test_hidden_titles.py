"""Titles of pages that somebody may not explore: nowhere in the release desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from wagtail.models import GroupPagePermission

from fixtures.factories.lifecycle import publish
from fixtures.factories.newsroom import NewsListFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import UnitFailure

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(client, news_list) -> User:
    """Somebody who approves releases, but may explore another part of the site only."""
    group = Group.objects.create(name="Elsewhere")
    names = ["access_admin", "view_release", "approve_release", "change_release", "add_release"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    GroupPagePermission.objects.create(
        group=group, page=NewsListFactory(parent=news_list.get_parent()),
        permission=Permission.objects.get(codename="change_page"),
    )  # fmt: skip
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_no_title_is_shown_to_who_may_not_explore_the_page(
    client, stranger, draft, clock, status
) -> None:
    first, second = draft(title="Secret merger"), publish(draft(title="Secret target"))
    leaving = publish(draft(title="Secret past"))
    release = make_release(first, status=Status.DRAFT)
    release.add(person("Administrators"), leaving, action=Action.UNPUBLISH, redirect_to=second)
    gone = draft(title="Secret extra")
    release.remove(person("Administrators"), release.add(person("Administrators"), gone))
    if status != Status.DRAFT:
        release.ask_for_approval(person("Administrators"))
    if status == Status.APPROVED:
        release.approve(person("Approvers"))
        first.title = "Secret merger, more"
        first.save_revision(user=person("Editors"))
        release.propose(person("Editors"), release.items.first())
        UnitFailure.objects.create(
            key=release.unit_key, error="“Secret merger” was deleted.", first_failed_at=clock.now(),
            failed_at=clock.now(), next_attempt_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        clock.forward(hours=3)
    answers = [
        client.get(reverse("releases:detail", args=[release.pk])),
        client.get(reverse("releases:release_now", args=[release.pk]), follow=True),
        client.get(reverse("releases:add_pages", args=[release.pk]), {"q": "Secret"}, follow=True),
        client.get(reverse("releases:index"), {"q": "Secret"}),
        client.get(reverse("wagtailadmin_home")),
        *(
            client.post(
                reverse("releases:transition", args=[release.pk, step]),
                {"version": release.version + wrong},
            )
            for step in ("approve", "ask")
            for wrong in (1, 0)
        ),
    ]
    for answer in answers:
        text = answer.content.decode().replace('value="Secret"', "").replace("q=Secret", "")
        assert "Secret" not in text.replace("“Secret”", ""), answer.request["PATH_INFO"]
    assert "a page you may not see" in answers[0].content.decode()
