"""Settings from the environment: what production refuses, and how a wrong value is told."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k3v9-Zq8w!mT5x#Lr2c@Yh7d$Pn4f&Bs6g*Jt1u-Wa0e+Ei_Oo",
    "ALLOWED_HOSTS": "www.agency.example",
    "DATABASE_URL": "sqlite:////nowhere/never-opened.sqlite3",
}
CHECK = [sys.executable, "manage.py", "check"]
WSGI = [sys.executable, "-c", "import portal.wsgi"]


def run(command: list[str], **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run with the good production environment and these changes; None takes a variable away."""
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **GOOD, **changes}
    return subprocess.run(
        command,
        cwd=ROOT,
        # An empty value counts as not set, and keeps a developer's .env from filling it in.
        env={name: value or "" for name, value in variables.items()},
        capture_output=True,
        text=True,
        timeout=120,
    )


def assert_one_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """It failed with exactly one line on standard error, which holds these words."""
    lines = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize("command", [CHECK, WSGI], ids=["manage.py", "wsgi"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": None}, ["SECRET_KEY", "not set"]),
        ({"SECRET_KEY": "insecure-key-for-development-only"}, ["SECRET_KEY", "default"]),
        ({"SECRET_KEY": "change-me"}, ["SECRET_KEY", "default"]),
        ({"DEBUG": "1"}, ["DEBUG"]),
        ({"ALLOWED_HOSTS": None}, ["ALLOWED_HOSTS", "not set"]),
    ],
    ids=["no-key", "development-key", "example-key", "debug", "no-hosts"],
)
def test_production_refuses_unsafe_settings(command, changes, words):
    assert_one_line(run(command, **changes), *words)


def test_production_names_every_problem_at_once():
    result = run(CHECK, SECRET_KEY=None, DEBUG="yes", ALLOWED_HOSTS=None)
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 1
    assert [line.split()[1] for line in lines] == ["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DATABASE_URL": "nonsense"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "mysql://user@host/name"}, ["DATABASE_URL", "postgres://"]),
        ({"DATABASE_URL": "postgres://user@host:port/name"}, ["DATABASE_URL"]),
        ({"DEBUG": "perhaps"}, ["DEBUG", "perhaps"]),
        ({"TIME_ZONE": "Asia/Atlantis"}, ["TIME_ZONE", "Asia/Atlantis"]),
        ({"EMAIL_URL": "pigeon://loft"}, ["EMAIL_URL"]),
        ({"ADMINS": "operations@agency.example, Joss"}, ["ADMINS", "Joss"]),
        ({"REDIS_URL": "localhost:6379"}, ["REDIS_URL", "redis://"]),
        ({"COUNTER_LINK": "pigeon"}, ["COUNTER_LINK", "postgresql or redis", "pigeon"]),
        ({"COUNTER_LINK": "redis"}, ["COUNTER_LINK", "REDIS_URL"]),
        ({"SECURE_HSTS_SECONDS": "a year"}, ["SECURE_HSTS_SECONDS"]),
        ({"RELEASES_OFFICE_HOURS": "nine to five"}, ["RELEASES_OFFICE_HOURS", "08:00-18:00"]),
        ({"RELEASES_OFFICE_HOURS": "18:00-08:00"}, ["RELEASES_OFFICE_HOURS", "before they end"]),
        ({"SITE_LANGUAGES": "en,tlh"}, ["SITE_LANGUAGES", "en, zh-hans, ms, ta", "tlh"]),
        ({"SITE_LANGUAGES": "ta,en"}, ["SITE_LANGUAGES", "en first"]),
    ],
    ids=[
        "no-address",
        "mysql",
        "port",
        "flag",
        "zone",
        "mail",
        "administrators",
        "redis",
        "link",
        "link-without-redis",
        "number",
        "hours",
        "night",
        "language",
        "first-language",
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(changes, words):
    assert_one_line(run(CHECK, **changes), *words)


@pytest.mark.parametrize(
    "address",
    ["postgres://nobody@127.0.0.1:1/portal", "sqlite:////nowhere/at/all.sqlite3"],
    ids=["postgresql", "sqlite"],
)
def test_a_database_out_of_reach_is_one_line(address):
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    assert_one_line(run(command, DATABASE_URL=address), "DATABASE_URL", "cannot be reached")


@pytest.mark.parametrize("words", [["bake", "mirror"], ["check_listings"]], ids=["bake", "check"])
def test_a_database_without_tables_is_one_line(words: list[str], tmp_path: Path):
    command = [sys.executable, "manage.py", *words]
    address = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    assert_one_line(run(command, DATABASE_URL=address), "DATABASE_URL", "manage.py migrate")


def test_the_deploy_check_is_clean():
    result = run([*CHECK, "--deploy", "--fail-level", "WARNING"])
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_development_needs_no_environment():
    names = dict.fromkeys(GOOD, "")
    names["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    code = (
        "from django.conf import settings as s; "
        "print(s.TIME_ZONE, s.DATABASES['default']['ENGINE'], s.DEBUG)"
    )
    result = run([sys.executable, "-c", code], **names)
    assert result.stdout.split() == ["Asia/Singapore", "django.db.backends.sqlite3", "False"]


def test_production_takes_its_services_from_the_environment():
    code = (
        "from django.conf import settings as s; "
        "print(s.CACHES['default']['LOCATION'], s.EMAIL_HOST, s.MEDIA_ROOT, s.WAGTAILADMIN_BASE_URL,"
        " s.STORAGES['default']['OPTIONS']['bucket_name'], s.S3_PUBLIC_HOST)"
    )
    result = run(
        [sys.executable, "-c", code],
        REDIS_URL="redis://cache.internal:6379/0",
        EMAIL_URL="smtp+tls://user:word@mail.internal:587",
        MEDIA_ROOT="/srv/media",
        AWS_STORAGE_BUCKET_NAME="uploads",
        AWS_S3_CUSTOM_DOMAIN="media.agency.example",
    )
    assert result.stdout.split() == [
        "redis://cache.internal:6379/0",
        "mail.internal",
        "/srv/media",
        "https://www.agency.example",
        "uploads",
        "media.agency.example",
    ], result.stderr


@pytest.mark.parametrize(("given", "threshold"), [("", "5"), ("?prepare_threshold=None", "None")])
def test_statements_are_kept_by_the_server_unless_a_pooler_forbids_it(given: str, threshold: str):
    code = "from django.conf import settings as s; print(s.DATABASES['default']['OPTIONS'])"
    address = f"postgres://portal@db.internal/portal{given}"
    result = run([sys.executable, "-c", code], DATABASE_URL=address)
    assert f"'prepare_threshold': {threshold}" in result.stdout, result.stderr


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "False ['en-gb']"),
        ("en", "False ['en-gb']"),
        ("en, ta,ZH-Hans", "True ['en-gb', 'ta', 'zh-hans']"),
    ],
)
def test_languages_are_off_until_they_are_named(value, expected):
    code = (
        "from django.conf import settings as s; "
        "print(s.WAGTAIL_I18N_ENABLED, [code for code, _ in s.WAGTAIL_CONTENT_LANGUAGES])"
    )
    result = run([sys.executable, "-c", code], SITE_LANGUAGES=value)
    assert result.stdout.strip() == expected, result.stderr


def test_settings_in_base_stay_short():
    assert len((ROOT / "portal/settings/base.py").read_text().splitlines()) < 250


def test_the_example_names_every_variable_and_changes_nothing():
    example = (ROOT / ".env.example").read_text()
    names = set(re.findall(r"^([A-Z0-9_]+)=$", example, re.MULTILINE))
    sources = [path.read_text() for path in (ROOT / "portal/settings").glob("*.py")]
    read = set(re.findall(r'(?:text|flag|read)\((?:env\.\w+, )?"([A-Z0-9_]+)"', "".join(sources)))
    # What the port is, is said to make.
    assert read - {"PORT"} == names
    # A copy of it is as good as none.
    result = run(CHECK, **dict.fromkeys(names, ""), DJANGO_SETTINGS_MODULE="portal.settings.dev")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CDN_PURGE_URL": "varnish.internal:6081"}, ["CDN_PURGE_URL", "http://host:port"]),
        ({"CDN_PURGE_URL": "http://varnish:port"}, ["CDN_PURGE_URL"]),
        ({"CDN_PURGE_URL": "http://varnish/path"}, ["CDN_PURGE_URL"]),
        ({"CDN_PURGE_URL": "https://user:word@varnish"}, ["CDN_PURGE_URL"]),
        ({"CDN_PURGE_URL": "cloudflare://zone"}, ["CDN_PURGE_TOKEN", "not set"]),
        ({"CDN_PURGE_URL": "azure-cdn://group"}, ["CDN_PURGE_URL"]),
        ({"CDN_PURGE_URL": "azure-front-door://group/name"}, ["azure-mgmt-frontdoor"]),
        ({"CDN_KEYS": "Etag"}, ["CDN_KEYS", "Surrogate-Key", "'Etag'"]),
    ],
)
def test_a_cdn_that_can_not_be_told_is_one_line(changes, words):
    result = run(CHECK, **changes)
    assert_one_line(result, *words)
    assert "word@" not in result.stderr


@pytest.mark.parametrize(
    ("address", "backend"),
    [
        ("http://varnish.internal:6081", "PurgeBackend"),
        ("cloudflare://zone", "CloudflareBackend"),
        ("cloudfront://distribution", "CloudfrontBackend"),
    ],
)
def test_a_cdn_comes_from_the_environment(address: str, backend: str):
    code = (
        "from django.conf import settings; import django; django.setup(); "
        "from wagtail.contrib.frontend_cache.utils import get_backends; "
        "print(*map(type, get_backends().values()), settings.CDN_KEYS)"
    )
    result = run(
        [sys.executable, "-c", code],
        CDN_PURGE_URL=address,
        CDN_PURGE_TOKEN="word",
        CDN_KEYS="xkey",
        AWS_DEFAULT_REGION="us-east-1",
    )
    assert result.stdout.split()[-2:] == [f"'portal.delivery.cdn.backends.{backend}'>", "xkey"]
