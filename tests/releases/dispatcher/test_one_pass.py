"""`manage.py publish_scheduled`: one pass, for a cron line."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command, get_commands

from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher import run_pass
from tests.releases.dispatcher.conftest import stored

pytestmark = pytest.mark.django_db


def test_it_takes_the_place_of_wagtails_own() -> None:
    assert get_commands()["publish_scheduled"] == "newsroom.releases"


def test_it_does_what_is_due_and_says_so(draft, clock, capsys) -> None:
    page, later = draft(), draft()
    release = make_release(page, at=clock.now() + timedelta(minutes=1))
    make_release(later, at=clock.now() + timedelta(minutes=2))
    clock.forward(minutes=1)
    call_command("publish_scheduled")
    assert capsys.readouterr().out == f"done: {release.unit_key}\n"
    assert stored(page).live and not stored(later).live


def test_a_failure_ends_it_with_an_error_after_the_others_were_done(draft, clock, capsys) -> None:
    gone, fine = draft(title="Kestrel"), draft()
    failing, other = make_release(gone), make_release(fine)
    gone.delete()
    clock.set(failing.instant)
    with pytest.raises(CommandError, match=rf"^Failed: {failing.unit_key}\.") as raised:
        call_command("publish_scheduled")
    assert "Kestrel" not in str(raised.value), "cron sends it by mail"
    assert capsys.readouterr().out == f"done: {other.unit_key}\n"


def test_a_dry_run_prints_what_is_due_and_changes_nothing(draft, news_list, clock, capsys) -> None:
    release = make_release(draft(), at=clock.now() + timedelta(hours=1))
    scheduled = PressReleaseFactory(parent=news_list, embargoed=True)
    expiring = PressReleaseFactory(parent=news_list, expire_at=clock.now() + timedelta(minutes=50))
    call_command("publish_scheduled", dryrun=True)
    assert capsys.readouterr().out == "Nothing is due.\n"
    clock.forward(hours=1)
    call_command("publish_scheduled", dryrun=True)
    assert capsys.readouterr().out.splitlines() == [
        f"due since 2 Mar 2026, 09:50 SGT (UTC+8): expiry:wagtailcore.page:{expiring.pk}",
        f"due since 2 Mar 2026, 10:00 SGT (UTC+8): {release.unit_key}",
        f"due since 2 Mar 2026, 10:00 SGT (UTC+8): revision:{scheduled.latest_revision_id}",
    ]
    assert stored(expiring).live and not stored(scheduled).live


def test_a_pass_is_over_when_it_is_told_so(draft, clock) -> None:
    """What was begun is finished; the rest is left for the next pass."""
    releases = [make_release(draft()) for _ in range(3)]
    clock.set(releases[0].instant)
    asked: list[bool] = []

    def is_over() -> bool:
        asked.append(True)
        return len(asked) > 1

    assert run_pass(is_over=is_over).done == [releases[0].unit_key]
    assert run_pass().done == [release.unit_key for release in releases[1:]]
