"""What every installation shares. Everything that differs between machines is read from the
environment (`environment.py`); README.md lists the variables."""

from pathlib import Path
from typing import Any

from portal.settings.environment import (
    BASE_DIR,
    cache,
    database,
    env,
    flag,
    media_storage,
    read,
    text,
    time_zone,
)

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
    "newsroom",
    "pages",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
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
    "pages.middleware.RequestMomentMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.delivery.headers.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.middleware.GatedRedirectMiddleware",
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
        },
    },
]
# Widgets are looked up in `templates/` too, where Wagtail's date fields lose their inline script.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database and cache
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": cache()}

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

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = time_zone()
USE_I18N = True
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
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
}

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

# Wagtail
WAGTAIL_SITE_NAME = "Portal"
WAGTAILADMIN_BASE_URL = text("WAGTAILADMIN_BASE_URL", f"http://localhost:{text('PORT', '8000')}")
WAGTAIL_APPEND_SLASH = True
WAGTAIL_I18N_ENABLED = False
# The admin makes no call to a machine that is not ours.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict] = []
# A list of our own: the default one holds an entry that no time zone database knows.
WAGTAIL_USER_TIME_ZONES = sorted({
    TIME_ZONE, "UTC", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Jakarta", "Asia/Bangkok",
    "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul",
    "Asia/Kolkata", "Asia/Dubai", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Africa/Johannesburg", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
})  # fmt: skip
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

WAGTAILIMAGES_IMAGE_MODEL = "pages.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.media.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILIMAGES_JPEG_QUALITY = 80

WAGTAILDOCS_DOCUMENT_MODEL = "pages.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Which types are allowed is in pages/media/filetypes.py, with how each is recognised.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.media.forms.SiteDocumentForm"

# Topics and tags are typed with commas between them; their names may hold spaces.
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "pages.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "pages.tags.join_tags"

WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "pages.contentstate.RichTextArea",
        "OPTIONS": {
            "features": [
                "bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript",
            ]
        },
    }
}  # fmt: skip
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": text("SEARCH_BACKEND", "wagtail.search.backends.database"),
        **({"URLS": [text("SEARCH_URL")]} if text("SEARCH_URL") else {}),
    }
}
