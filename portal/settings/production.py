"""Production: refuses to start on settings that would be unsafe."""

from portal.settings.base import *
from portal.settings.base import (
    ALLOWED_HOSTS,
    DEBUG,
    DEVELOPMENT_SECRET_KEY,
    LOGGING,
    SECRET_KEY,
    STORAGES,
)
from portal.settings.environment import env, flag, read, stop, text

problems = []
if not text("SECRET_KEY"):
    problems.append("SECRET_KEY is not set in the environment; production needs its own")
elif SECRET_KEY in (DEVELOPMENT_SECRET_KEY, "change-me"):
    problems.append("SECRET_KEY is the published default; production needs its own")
if DEBUG:
    problems.append("DEBUG is on in the environment; production never runs with it")
if not ALLOWED_HOSTS:
    problems.append("ALLOWED_HOSTS is not set in the environment; name the site's host names")
if problems:
    stop(*problems)

WAGTAILADMIN_BASE_URL = text("WAGTAILADMIN_BASE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}")

# One year of HTTPS only. The load balancer says with X-Forwarded-Proto how it was asked.
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^_health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = read(env.int, "SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES["staticfiles"] = {"BACKEND": "portal.delivery.static_storage.KnownStaticFilesStorage"}

LOGGING["root"]["level"] = text("LOG_LEVEL", "INFO")

SENTRY_DSN = text("SENTRY_DSN")
if SENTRY_DSN:
    # Only an installation that reports errors needs the package.
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
