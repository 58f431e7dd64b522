"""The answer a load balancer asks for: does this process reach its database and its cache?"""

import logging
import secrets

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503. It names the parts and never says why."""
    parts = {}
    for name, answers in (("database", database_answers), ("cache", cache_answers)):
        try:
            parts[name] = answers()
        except Exception:
            # Whatever a driver raises means the same to the load balancer; the log has it.
            logger.exception("health: the %s does not answer", name)
            parts[name] = False
    well = all(parts.values())
    body = {
        "status": "ok" if well else "unavailable",
        **{name: "ok" if answer else "unavailable" for name, answer in parts.items()},
    }
    return JsonResponse(body, status=200 if well else 503)
