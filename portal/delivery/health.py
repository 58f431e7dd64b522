"""The answer a load balancer asks for: does this process reach its database and its cache?

Whether a dispatcher is there is told beside it, for who watches the site. It does not make this
process unwell: without a dispatcher requests do its work, and taking web servers out of the pool
would take that away, too.
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


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503. It names the parts and never says why."""
    parts = {"database": _asked(database_answers), "cache": _asked(cache_answers)}
    well = all(parts.values())
    body = {
        "status": "ok" if well else "unavailable",
        **{name: "ok" if answer else "unavailable" for name, answer in parts.items()},
        "dispatcher": "ok" if parts["database"] and _asked(dispatcher_answers) else "silent",
    }
    return JsonResponse(body, status=200 if well else 503)


def _asked(answers: Callable[[], bool]) -> bool:
    try:
        return answers()
    except Exception:
        # Whatever a driver raises means the same to the load balancer; the log has it.
        logger.exception("health: %s failed", answers.__name__)
        return False
