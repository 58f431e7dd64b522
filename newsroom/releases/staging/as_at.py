"""As at: a person of the release desk browses the public site as it will be at an instant.

The instant is kept in their session. Every public page they open is then served from a stage, until
they leave or the instant has come.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.utils.dateparse import parse_datetime

from newsroom.releases.models import Release
from pages import moments

SESSION_KEY = "releases_as_at"


@dataclass(frozen=True)
class AsAt:
    """An instant, and a release that nobody has approved yet but that is to be seen all the same."""

    instant: datetime
    release: int | None = None

    def releases(self) -> list[Release]:
        """What is carried out besides everything that is armed until then."""
        found = Release.objects.filter(pk=self.release).first() if self.release else None
        return [found] if found is not None and found.is_prepared else []

    def __str__(self) -> str:
        return moments.stamp(self.instant)


def chosen(session: SessionBase) -> AsAt | None:
    """What the person has chosen; None when they look at the site as it is."""
    stored = session.get(SESSION_KEY)
    if not isinstance(stored, dict):
        return None
    instant = parse_datetime(stored.get("instant") or "")
    return AsAt(instant, stored.get("release")) if instant else None


def begin(session: SessionBase, as_at: AsAt) -> None:
    """Show the person the site as at an instant from now on."""
    session[SESSION_KEY] = {"instant": as_at.instant.isoformat(), "release": as_at.release}


def leave(session: SessionBase) -> None:
    """Show the person the site as it is again."""
    session.pop(SESSION_KEY, None)
