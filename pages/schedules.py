"""What is due to go out, and what went out lately, as far as a person may know of it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, PageLogEntry, Revision

from pages import clock, moments
from pages.admin_privacy.policy import page_policy

#: Among the next so many it is looked for what a person may know of.
MOST_SCHEDULED = 2000


@dataclass(frozen=True)
class Moment(moments.Dated):
    """A page and the instant at which it goes out or went out."""

    page: Page
    title: str
    at: datetime
    by: str = ""


def next_scheduled(user: AbstractUser, count: int = 8) -> list[Moment]:
    """The next pages to go live whose drafts the user may read, soonest first."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    rows = scheduled.order_by("approved_go_live_at", "pk").values_list("pk", "object_id")
    # Revisions name their page in a text column, so the two are matched here, not in SQL.
    pages = {revision: int(page) for revision, page in rows[:MOST_SCHEDULED]}
    readable = page_policy().draft_readable_instances(user)
    mine = set(readable.filter(pk__in=pages.values()).values_list("pk", flat=True))
    chosen = [revision for revision, page in pages.items() if page in mine][:count]
    revisions = Revision.objects.select_related("user").in_bulk(chosen)
    shown = Page.objects.in_bulk([pages[revision] for revision in chosen])
    return [
        Moment(
            shown[pages[key]],
            revisions[key].content.get("title", ""),
            revisions[key].approved_go_live_at,
            _name(revisions[key].user),
        )
        for key in chosen
        if key in revisions and pages[key] in shown
    ]


def lately_published(user: AbstractUser, count: int = 8) -> list[Moment]:
    """The pages published last that the user may see in the admin, newest first."""
    entries = (
        PageLogEntry.objects.filter(
            action="wagtail.publish",
            page__in=page_policy().explorable_instances(user).values("pk"),
            timestamp__lte=clock.now(),
        )
        .filter(page__live=True)
        .select_related("page", "user")
        .order_by(F("timestamp").desc(), "-pk")[: count * 4]
    )
    newest: dict[int, Moment] = {}
    for entry in entries:
        moment = Moment(entry.page, entry.page.title, entry.timestamp, _name(entry.user))
        newest.setdefault(entry.page_id, moment)
    return list(newest.values())[:count]


def go_live_at() -> Subquery:
    """When the scheduled revision of a page goes live, as an annotation of a page queryset."""
    scheduled = Revision.page_revisions.filter(
        approved_go_live_at__isnull=False,
        object_id=Cast(OuterRef("pk"), output_field=CharField()),
    )
    return Subquery(scheduled.order_by("approved_go_live_at").values("approved_go_live_at")[:1])


def _name(user: AbstractUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
