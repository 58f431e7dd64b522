"""What the page of a release shows of its rehearsals and its shared previews."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from newsroom.releases import permissions
from newsroom.releases.models import PreviewOpening, Release, SharedPreview
from newsroom.releases.staging import previews
from newsroom.releases.staging.findings import ERROR, seen_by
from pages import moments

#: Openings that are listed of one link; the count is of all.
SHOWN_OPENINGS = 20


@dataclass(frozen=True)
class PreviewRow:
    """A shared link: for whom, whether it still opens, and what was opened with it."""

    preview: SharedPreview
    openings: list[PreviewOpening]
    may_revoke: bool

    @property
    def standing(self) -> str:
        """Whether the link still opens, and until or since when."""
        if self.preview.revoked_at is not None:
            return f"Closed {moments.stamp(self.preview.revoked_at)}"
        ends = moments.stamp(self.preview.expires_at)
        return f"Opens until {ends}" if self.preview.is_valid else f"Ended {ends}"

    @property
    def shown(self) -> list[PreviewOpening]:
        return self.openings[:SHOWN_OPENINGS]


def context(release: Release, user: User) -> dict[str, Any]:
    """What `releases/staging/panel.html` needs."""
    rehearsal = release.rehearsals.select_related("by").first()
    looks_ahead = release.is_open and permissions.may_look_ahead(user)
    findings = seen_by(user, rehearsal.findings) if rehearsal else []
    return {
        "rehearsal": rehearsal,
        "rehearsed": moments.describe(rehearsal.at) if rehearsal else "",
        "errors": [row for row in findings if row["level"] == ERROR],
        "warnings": [row for row in findings if row["level"] != ERROR],
        "is_stale": rehearsal is not None and rehearsal.version != release.version,
        "rehearse_url": reverse("releases:rehearse", args=[release.pk]) if looks_ahead else "",
        "as_at_url": f"{reverse('releases:as_at')}?release={release.pk}" if looks_ahead else "",
        "share_url": (
            reverse("releases:preview_new", args=[release.pk])
            if release.is_open and permissions.may_manage(user)
            else ""
        ),
        "previews": preview_rows(release.previews.all(), user),
        "here": reverse("releases:detail", args=[release.pk]),
    }


def preview_rows(shared: QuerySet[SharedPreview], user: User) -> list[PreviewRow]:
    """Shared links with their openings, the newest first; two queries."""
    found = shared.select_related("created_by", "page", "release").prefetch_related("openings")
    return [
        PreviewRow(
            preview,
            list(preview.openings.all()),
            preview.is_valid and previews.may_revoke(user, preview),
        )
        for preview in found
    ]
