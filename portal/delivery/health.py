"""The answer a load balancer asks for: does this process reach its database and its cache?

- Without its **database** a process is unwell: 503. Where old pages are to be seen while no process
  has a database, the load balancer has to go on with processes that are all unwell alike (it "fails
  open").
- Without its **cache** it answers all the same, only slower; that is told, with 200.
- Whether a **dispatcher** is there is told beside it, for who watches the site. It does not make this
  process unwell: without a dispatcher requests do its work, and taking web servers out of the pool
  would take that away, too. The same goes for a **CDN** that has not heard of changes yet.
- **pages**: `old` while a process of this machine shows pages that it made earlier, as Django fails
  (`portal.delivery.page_cache`), with the time since which it does.
"""

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.releases.dispatcher import heartbeat
from portal.delivery import outage
from portal.delivery.cdn import noting, purging

logger = logging.getLogger(__name__)


def database_answers() -> bool:
    """Whether the default database runs a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_answers() -> bool:
    """Whether the default cache gives back what it was given."""
    key, value = f"health-{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    return cache.get(key) == value


def dispatcher_answers() -> bool:
    """Whether a dispatcher has said within half a minute that it is there."""
    return not heartbeat.is_silent()


def cdn_has_heard() -> bool:
    """Whether the caches in front of the site have been told of all changes."""
    return not purging.is_behind()


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when this process can answer visitors, else 503. It names the parts and never says why."""
    has_database, has_cache = _asked(database_answers), _asked(cache_answers)
    body = {
        "status": "unavailable" if not has_database else "ok" if has_cache else "degraded",
        "database": "ok" if has_database else "unavailable",
        "cache": "ok" if has_cache else "unavailable",
        "dispatcher": "ok" if has_database and _asked(dispatcher_answers) else "silent",
        **_pages(has_database),
    }
    if noting.is_on():
        body["cdn"] = "ok" if has_database and _asked(cdn_has_heard) else "behind"
    return JsonResponse(body, status=200 if has_database else 503)


def _pages(has_database: bool) -> dict[str, str]:
    since = outage.old_since()
    if since is not None:
        return {"pages": "old", "pages_since": since.isoformat(timespec="seconds")}
    return {"pages": "ok" if has_database else "unavailable"}


def _asked(answers: Callable[[], bool]) -> bool:
    try:
        return answers()
    except Exception:
        # Whatever a driver raises means the same to the load balancer; the log has it.
        logger.exception("health: %s failed", answers.__name__)
        return False
