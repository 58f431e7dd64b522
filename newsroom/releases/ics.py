"""The calendar feed of one person, for the calendar app of a phone.

A feed lies unprotected in phones and on the servers of their makers. It names a release or a page by
its number only; the link asks for the log-in. What a person may see is asked anew at each request.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import ModelLogEntry

from newsroom.releases import diary, permissions
from newsroom.releases.diary import Entry, Kind
from newsroom.releases.enums import Status
from newsroom.releases.models import CalendarKey, Release
from pages import clock

#: How far back a feed reaches.
BACK = timedelta(days=92)
_STATUSES = {
    Status.DRAFT: "TENTATIVE",
    Status.IN_REVIEW: "TENTATIVE",
    Status.APPROVED: "CONFIRMED",
    Status.RELEASED: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}
_SUMMARIES = {
    Kind.RELEASE: "Release {}",
    Kind.PAGE: "Page {} goes live",
    Kind.EXPIRY: "Page {} expires",
}


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the person whose token it is; 404 when it is nobody's."""
    user = CalendarKey.open_with(token)
    if user is None or not permissions.may_see(user) or not user.has_perm(_ADMIN):
        raise Http404("There is no such calendar.")
    response = HttpResponse(calendar_of(user), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="releases.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


_ADMIN = "wagtailadmin.access_admin"


def calendar_of(user: User) -> bytes:
    """What the person may see, as RFC 5545 writes it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portal//Release desk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Releases")
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    entries = diary.between(user, clock.now() - BACK)
    changed = _last_changes([entry.pk for entry in entries if entry.kind == Kind.RELEASE])
    for entry in entries:
        calendar.add_component(_event(entry, changed))
    return calendar.to_ical()


def _event(entry: Entry, changed: dict[int, datetime]) -> Event:
    event = Event()
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    event.add("uid", f"{entry.kind.value}-{entry.pk}@{host}")
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("url", settings.WAGTAILADMIN_BASE_URL + entry.url)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    summary, when = _SUMMARIES[entry.kind].format(entry.pk), entry.changed_at
    if entry.release is not None:
        status = Status(entry.release.status)
        event.add("summary", f"{summary}: {status.label.lower()}")
        event.add("status", _STATUSES[status])
        event.add("sequence", entry.release.version)
        when = changed.get(entry.pk, entry.release.created_at)
    else:
        event.add("summary", summary)
        event.add("status", "CONFIRMED")
    when = (when or entry.at).astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", when)
    event.add("last-modified", when)
    return event


def _last_changes(releases: list[int]) -> dict[int, datetime]:
    """When each release last changed, as its log has it."""
    model = ContentType.objects.get_for_model(Release)
    entries = ModelLogEntry.objects.filter(
        content_type=model, object_id__in=[str(pk) for pk in releases]
    )
    found = entries.order_by().values_list("object_id").annotate(Max("timestamp"))
    return {int(pk): at for pk, at in found}
