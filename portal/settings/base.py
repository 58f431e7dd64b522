"""What every installation shares. Everything that differs between machines is read from the
environment (`environment.py`); README.md lists the variables."""

from pathlib import Path
from typing import Any

from portal.settings.cdn import keys_header, purging
from portal.settings.editing import *
from portal.settings.environment import (
    BASE_DIR,
    administrators,
    cache,
    counter_redis,
    database,
    env,
    flag,
    key_prefix,
    media_storage,
    office_hours,
    read,
    text,
    time_zone,
)
from portal.settings.languages import *

DEVELOPMENT_SECRET_KEY = "insecure-key-for-development-only"  # noqa: S105

SECRET_KEY = text("SECRET_KEY", DEVELOPMENT_SECRET_KEY)
DEBUG = flag("DEBUG", default=False)
ALLOWED_HOSTS = read(env.list, "ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS = read(env.list, "CSRF_TRUSTED_ORIGINS", [])

# Applications. `portal`, `newsroom` and `pages` stand first: their templates override Wagtail's.
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.delivery",
    "portal.fidelity",
    "portal.isomer",
    "newsroom.releases",
    "newsroom",
    "pages.admin_privacy",
    "pages",
    # Without `rest_framework`, which would add pages and scripts of its own to look at the data.
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.releases.middleware.DueMiddleware",
    "portal.delivery.page_cache.middleware.PageCacheMiddleware",
    "pages.middleware.RequestMomentMiddleware",
    "pages.middleware.LanguageMiddleware",
    "portal.delivery.headers.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pages.admin_privacy.door.AdminDoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.releases.staging.middleware.AsAtMiddleware",
    "pages.middleware.ElsewhereMiddleware",
    "pages.refusals.PublicationRefusedMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
# Permalinks carry their trailing slash, or its absence, with them.
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["pages.templatetags.part_tags"],
        },
    },
]
# Widgets are looked up in `templates/` too, where Wagtail's date fields lose their inline script.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database and cache
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": cache()}

# Finished pages in the memory of each web process (portal/delivery/page_cache): how many megabytes,
# and for how many seconds a CDN may keep a page without asking.
PAGE_CACHE_MB = read(env.int, "PAGE_CACHE_MB", 64)
PAGE_CACHE_SHARED_SECONDS = read(env.int, "PAGE_CACHE_SHARED_SECONDS", 10)
# The CDN in front (portal/delivery/cdn): who is told what changed, and whether answers carry keys.
WAGTAILFRONTENDCACHE = purging()
CDN_KEYS = keys_header()
# Where the processes of one machine share what portal/delivery/counters counts. Empty: beside the
# SQLite database, or for PostgreSQL in a folder of this user's for temporary files.
RUNTIME_DIR = text("RUNTIME_DIR")
# The Redis through which machines on one PostgreSQL tell each other of changes. Empty: NOTIFY.
COUNTER_REDIS = counter_redis()
COUNTER_CHANNEL = f"{key_prefix()}:counter"

# Accounts
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_AGE = 60 * 60 * 12

# Time
TIME_ZONE = time_zone()
USE_TZ = True

# Static files and media
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.delivery.stylesheet.StyleSheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Not `/media/`: imported sites have pages there.
MEDIA_URL = "/_media/"
MEDIA_ROOT = text("MEDIA_ROOT", str(BASE_DIR / "media"))
# Repositories that were uploaded to be imported; never served.
IMPORT_ROOT = text("IMPORT_ROOT", str(BASE_DIR / "imports"))
# Whether Django itself answers MEDIA_URL: for a demo, or behind a CDN on one machine.
SERVE_MEDIA = flag("SERVE_MEDIA", default=False)

STORAGES: dict[str, dict[str, Any]] = {
    "default": media_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The bucket's own host, when visitors fetch images from there.
S3_PUBLIC_HOST = text("AWS_S3_CUSTOM_DOMAIN")

# A page editor's form has a field for every field of every block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Mail
globals().update(read(env.email_url, "EMAIL_URL", "consolemail://"))
# Seconds. A mail server that never answers would keep everything else from being told.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMINS = administrators()

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
}

# Releases. Nobody approves what they wrote, unless the team has one person only.
RELEASES_SECOND_PERSON = flag("RELEASES_SECOND_PERSON", default=True)
RELEASES_OFFICE_HOURS = office_hours()

# Headers. The content security policy is in portal/delivery/headers.py.
EMBED_HOSTS = [
    "form.gov.sg", "www.google.com", "docs.google.com", "calendar.google.com", "maps.google.com",
    "drive.google.com", "www.facebook.com", "www.instagram.com", "platform.twitter.com",
    "www.onemap.gov.sg", "www.linkedin.com", "open.spotify.com", "w.soundcloud.com",
]  # fmt: skip
VIDEO_HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com"]
# Wagtail lifts this for its own previews.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
}  # fmt: skip
CSRF_COOKIE_HTTPONLY = False
SESSION_COOKIE_SAMESITE = "Lax"
