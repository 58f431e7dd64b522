"""Settings of the stock site, from the environment:

DATABASE_URL, MEDIA_ROOT and REDIS_URL as the portal has them; STOCK_PAGE_CACHE=1 puts Django's
cache middleware in front.
"""

import os

import environ

env = environ.Env()


class NoMigrations(dict):
    """Tables are made from the models: in a database that is thrown away, history is of no use."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


SECRET_KEY = "only-for-a-measurement"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "tests.benchmarks.serving.stock.urls"
WSGI_APPLICATION = "tests.benchmarks.serving.stock.wsgi.application"
INSTALLED_APPS = [
    "tests.benchmarks.serving.stock",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
if os.environ.get("STOCK_PAGE_CACHE"):
    # Around compression, so that a hit is sent as it was compressed; the other half right behind
    # it, so that a hit runs as little as can be.
    MIDDLEWARE.insert(0, "django.middleware.cache.UpdateCacheMiddleware")
    MIDDLEWARE.insert(2, "django.middleware.cache.FetchFromCacheMiddleware")
    CACHE_MIDDLEWARE_SECONDS = 3600
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
MIGRATION_MODULES = NoMigrations()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if redis := os.environ.get("REDIS_URL"):
    _CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}
else:
    _CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {
    "default": {**_CACHE, "KEY_PREFIX": "stock"},
    "renditions": {**_CACHE, "KEY_PREFIX": "renditions", "TIMEOUT": 600},
}
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ["MEDIA_ROOT"]
WAGTAIL_SITE_NAME = "Stock"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
LOGGING = {"version": 1, "root": {"level": "ERROR"}}
