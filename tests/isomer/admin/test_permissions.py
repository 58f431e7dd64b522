"""Who gets to which address of Settings → Imports, with raw requests."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase
from tests.isomer.admin.conftest import page_item, soup

NOBODY = ("Editors", "Communications", "Approvers", "Clerks:add_sitesettings")
BOTH = ("superuser", "Administrators", "Importers:add_importrun+change_importrun")
START = (*BOTH, "Starters:add_importrun")
CHANGE = (*BOTH, "Keepers:change_importrun")
SEE = (*START, "Keepers:change_importrun")
ROLES = (*NOBODY, *SEE)
#: name of the address, method, who is let in, status then
ADDRESSES = [
    ("index", "get", SEE, 200),
    ("report", "get", SEE, 200),
    ("report_results", "get", SEE, 200),
    ("compare", "get", SEE, 200),
    ("preview", "get", SEE, 404),
    ("csv", "get", SEE, 200),
    ("json", "get", SEE, 200),
    ("progress", "get", SEE, 302),
    ("figures", "get", SEE, 200),
    ("new", "get", START, 200),
    ("new", "post", START, 200),
    ("go_on", "post", CHANGE, 302),
    ("carry_out", "post", START, 302),
    ("take_back", "post", CHANGE, 302),
    ("discard", "get", CHANGE, 200),
    ("discard", "post", CHANGE, 302),
]


@pytest.fixture
def run(make_run) -> ImportRun:
    """A stopped run that had not written anything."""
    return make_run(page_item(), state=RunState.STOPPED, phase=Phase.READING)


def address(name: str, run: ImportRun) -> str:
    arguments = {"index": [], "new": [], "compare": [run.pk, run.items.get().pk]}
    arguments["preview"] = arguments["compare"]
    return reverse(f"imports:{name}", args=arguments.get(name, [run.pk]))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "method", "allowed", "status"), ADDRESSES)
def test_each_address_for_each_role(
    run, client, log_in_as, spawned, name, method, allowed, status, role
) -> None:
    log_in_as(role)
    response = getattr(client, method)(address(name, run))
    refused = response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    assert refused == (role not in allowed), response
    if not refused:
        assert response.status_code == status
    else:
        assert ImportRun.objects.get() == run
        assert spawned == []


@pytest.mark.parametrize(("name", "method"), [(name, how) for name, how, _, _ in ADDRESSES])
def test_strangers_are_asked_to_log_in(run, client, name, method) -> None:
    response = getattr(client, method)(address(name, run))
    assert response["Location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("name", ["go_on", "carry_out"])
def test_changes_are_posts(run, client, superuser, spawned, name) -> None:
    assert client.get(address(name, run)).status_code == 405
    assert spawned == []


@pytest.mark.parametrize("name", ["new", "go_on", "carry_out", "take_back", "discard"])
def test_a_post_from_another_site_is_refused(run, superuser, name, spawned) -> None:
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    careful.force_login(superuser)
    assert careful.post(address(name, run)).status_code == 403
    assert ImportRun.objects.get().state == RunState.STOPPED


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_the_entry_to_those_who_may(home, client, log_in_as, role) -> None:
    log_in_as(role)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("imports:index") in page) == (role in SEE)


def test_a_group_can_be_given_the_permissions(home, client, superuser) -> None:
    group = Group.objects.get(name="Editors")
    page = soup(client.get(reverse("wagtailusers_groups:edit", args=[group.pk])))
    offered = {int(box["value"]) for box in page.select("input[name=permissions]")}
    wanted = Permission.objects.filter(
        content_type__app_label="isomer", codename__in=["add_importrun", "change_importrun"]
    )
    assert {permission.pk for permission in wanted} <= offered
    assert len(wanted) == 2


def test_a_run_that_is_not_there(home, client, superuser) -> None:
    for name in ("report", "progress", "figures", "take_back", "discard", "csv", "json"):
        assert client.get(reverse(f"imports:{name}", args=[404])).status_code == 404
