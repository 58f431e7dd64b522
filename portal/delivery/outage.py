"""What is said when something that the site needs does not answer.

A page that was seen lately is shown once more by the cache in front (`page_cache.layer`), which says
so here, for `/_health/` in whatever process that is asked. Everything else is answered 503, in the
site's words and with the time after which it is worth another try.
"""

import logging
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from pages import clock
from portal.delivery.counters import place

logger = logging.getLogger(__name__)

#: Seconds after which a visitor or a machine may try again.
RETRY_AFTER = 30
#: For so many seconds after the last one, old pages count as being shown.
SHOWN_LATELY = 30.0
#: How often a process writes down that it shows old pages, in seconds.
WRITE_EVERY = 1.0
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC
_written_at = 0.0


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed: 503 where the database did not answer, else 500."""
    error = sys.exc_info()[1]
    if not isinstance(error, OperationalError | InterfaceError):
        return defaults.server_error(request)
    text = loader.get_template("503.html").render()
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(text, status=503, headers=headers)


def show_old() -> None:
    """Write down that a page is shown that may be old."""
    global _written_at
    now = time.monotonic()
    if now - _written_at < WRITE_EVERY:
        return
    _written_at = now
    path = _path()
    try:
        if old_since() is None:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(clock.now().isoformat())
        else:
            os.utime(path)
    except OSError as error:
        logger.warning("That old pages are shown can't be written down: %s", error)


def old_since() -> datetime | None:
    """Since when a process of this machine has been showing old pages; None when none does."""
    try:
        # The file system's clock is this machine's.
        if time.time() - _path().stat().st_mtime > SHOWN_LATELY:
            return None
        return datetime.fromisoformat(_path().read_text())
    except (OSError, ValueError):
        return None


def _path() -> Path:
    board = place.path_for(connections["default"].settings_dict)
    return board.with_name(f"{board.name}-old")
