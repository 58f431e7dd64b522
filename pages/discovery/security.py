"""/.well-known/security.txt (RFC 9116): where to report a weakness of the site."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest

from pages import clock
from pages.discovery import contact
from pages.site_settings import SiteSettings

#: The RFC recommends less than a year. The day counts, so that the file changes once a day.
VALID = timedelta(days=180)


def text(request: HttpRequest) -> str:
    """The file; empty when the site has no contact that may stand in it."""
    if not (reached_at := _contact(request)):
        return ""
    until = datetime.combine(clock.now().astimezone(UTC).date(), time.min, UTC) + VALID
    lines = [
        f"Contact: {reached_at}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE.partition('-')[0]}",
    ]
    if request.is_secure():
        lines.append(f"Canonical: {request.build_absolute_uri(request.path)}")
    return "".join(f"{line}\n" for line in lines)


def _contact(request: HttpRequest) -> str:
    chosen = SiteSettings.for_request(request)
    for written in (chosen.security_contact, chosen.report_vulnerability_url):
        is_path = written.startswith("/") and not written.startswith("//")
        address = contact.address_of(request.build_absolute_uri(written) if is_path else written)
        if address:
            return address
    return ""
