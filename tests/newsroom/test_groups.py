"""Who may do what, as the migration and the creation of a newsroom set it up."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow

from newsroom.models import PressReleasePage
from pages.models import ContentPage


def member(group: str) -> User:
    user = User.objects.create_user(group.lower(), password="correct horse")
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def release(news) -> PressReleasePage:
    return news.add_child(instance=PressReleasePage(title="Release", live=False))


@pytest.fixture
def content(newsroom) -> ContentPage:
    home = Page.objects.get(pk=newsroom.get_parent().pk)
    return home.add_child(instance=ContentPage(title="Content", live=False))


RIGHTS = {
    # group: (edit, publish a release, publish a page, delete a page)
    "Editors": (True, False, False),
    "Communications": (True, True, False),
    "Approvers": (True, True, True),
    "Administrators": (True, True, True),
}


@pytest.mark.parametrize("group", RIGHTS)
def test_rights_on_pages(release, content, group) -> None:
    user = member(group)
    on_release, on_content = release.permissions_for_user(user), content.permissions_for_user(user)
    assert on_release.can_edit() and on_content.can_edit()
    assert (True, on_release.can_publish(), on_content.can_publish()) == RIGHTS[group]


@pytest.mark.parametrize("group", RIGHTS)
def test_everybody_may_submit_a_draft_for_approval(release, content, group) -> None:
    user = member(group)
    assert release.permissions_for_user(user).can_submit_for_moderation()
    assert content.permissions_for_user(user).can_submit_for_moderation()


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("wagtailadmin_home", {"Editors", "Communications", "Approvers", "Administrators"}),
        ("wagtailsnippets_pages_contact:add", {"Communications", "Administrators"}),
        ("wagtailsnippets_newsroom_topic:add", {"Communications", "Administrators"}),
        ("wagtailimages:add", {"Editors", "Communications", "Approvers", "Administrators"}),
        ("wagtaildocs:add", {"Editors", "Communications", "Approvers", "Administrators"}),
        ("wagtailusers_users:index", {"Administrators"}),
        ("wagtailredirects:index", {"Administrators"}),
        ("wagtailsites:index", {"Administrators"}),
        ("wagtailadmin_workflows:index", {"Administrators"}),
    ],
)
def test_rights_in_the_admin(newsroom, client, address, allowed) -> None:
    for group in RIGHTS:
        client.force_login(member(group))
        status = client.get(reverse(address)).status_code
        assert (status == 200) == (group in allowed), f"{group}: {status}"


@pytest.mark.parametrize("model", ["sitesettings", "navigation"])
def test_only_administrators_change_the_settings_of_the_site(newsroom, client, model) -> None:
    site = newsroom.get_site()
    address = reverse("wagtailsettings:edit", args=["pages", model, site.pk])
    for group in RIGHTS:
        client.force_login(member(group))
        assert (client.get(address).status_code == 200) == (group == "Administrators")


@pytest.mark.django_db
def test_there_is_one_workflow_and_approvers_decide_in_it() -> None:
    workflow = Workflow.objects.get()
    assert workflow.name == "Approval"
    assert [page.depth for page in workflow.all_pages()[:1]] == [1]
    task = GroupApprovalTask.objects.get()
    assert [group.name for group in task.groups.all()] == ["Approvers"]
    assert set(Group.objects.values_list("name", flat=True)) == set(RIGHTS)


def test_a_submitted_draft_is_published_by_an_approver(release, client) -> None:
    editor, approver = member("Editors"), member("Approvers")
    release.save_revision(user=editor)
    Workflow.objects.get().start(release, editor)
    state = release.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[release.pk, "approve", state.pk])
    client.force_login(editor)
    client.post(address)
    assert not PressReleasePage.objects.get(pk=release.pk).live
    client.force_login(approver)
    client.post(address)
    assert PressReleasePage.objects.get(pk=release.pk).live
