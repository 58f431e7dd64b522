"""Tests: the database of DATABASE_URL, everything else fresh, fast and inside this process."""

import tempfile
from pathlib import Path

from portal.settings.base import *
from portal.settings.base import DATABASES, INSTALLED_APPS

SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WAGTAILADMIN_BASE_URL = "http://localhost"
# A kind of snippet with drafts and schedules, which the project itself does not have yet.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices"]
TIME_ZONE = "Asia/Singapore"
S3_PUBLIC_HOST = ""

# Removed when the process ends.
scratch = tempfile.TemporaryDirectory(prefix="portal-tests-")

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads then have a connection each, as they have in a real server.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(scratch.name) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests that want finished pages kept say so.
PAGE_CACHE_MB = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = str(Path(scratch.name) / "media")
IMPORT_ROOT = str(Path(scratch.name) / "imports")
SERVE_MEDIA = True
DEMO_ALLOWED = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
