"""Reading the environment: `.env` when present, and one clear line for a value that is wrong."""

import os
import re
import warnings
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

_HOURS = r"([01][0-9]|2[0-3]):[0-5][0-9]\s*-\s*([01][0-9]|2[0-3]):[0-5][0-9]"
DATABASE_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")


def stop(*problems: str) -> NoReturn:
    """End the process with one line for each problem: no traceback, exit code 1."""
    raise SystemExit("\n".join(f"Settings: {problem}" for problem in problems))


def read(reader: Callable[..., Any], name: str, default: Any) -> Any:
    """The value of environment variable `name` through one of environ's readers.

    An empty value counts as not set. One that the reader cannot understand stops the process with
    a line that names it.
    """
    if not text(name):
        os.environ.pop(name, None)
    try:
        return reader(name, default=default)
    except (ValueError, TypeError, KeyError, ImproperlyConfigured) as error:
        stop(f"{name} in the environment cannot be read: {error}")


def text(name: str, default: str = "") -> str:
    """A variable as it stands, without space around it. An empty value counts as not set."""
    return env.str(name, default="").strip() or default


def flag(name: str, default: bool) -> bool:
    """A yes/no variable. Anything but the usual spellings of yes and no is refused."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on", "y", "t"):
        return True
    if value in ("0", "false", "no", "off", "n", "f"):
        return False
    stop(f"{name} in the environment must be 1 or 0, not {value!r}")


def database() -> dict[str, Any]:
    """The default database from DATABASE_URL: SQLite in the project's folder, or PostgreSQL."""
    with warnings.catch_warnings():
        # An address with an unknown scheme or a host in an SQLite path is refused below.
        warnings.simplefilter("ignore")
        config = read(env.db_url, "DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
    if config.get("ENGINE") not in DATABASE_ENGINES or not config.get("NAME"):
        stop(
            "DATABASE_URL in the environment must look like postgres://user:password@host/name "
            "or sqlite:////folder/name.sqlite3"
        )
    if config["ENGINE"].endswith("sqlite3"):
        # Writers queue for the lock when they begin, not in the middle of a transaction, and
        # readers go on meanwhile.
        config.setdefault("OPTIONS", {}).update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        )
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # In seconds and milliseconds: while the server is out of reach, nobody waits for minutes.
        options = {"connect_timeout": 3, "tcp_user_timeout": 10_000}
        given = config.get("OPTIONS", {})
        # What is asked often is planned once in a connection (pages/kept_plans.py). Some poolers
        # take the connection away between two transactions; in an address, nothing is a word.
        options["prepare_threshold"] = 5
        if given.get("prepare_threshold") == "None":
            given["prepare_threshold"] = None
        config["OPTIONS"] = options | given
    config["CONN_MAX_AGE"] = 60
    return config


def cache() -> dict[str, Any]:
    """The default cache: Redis, which all processes share, or one inside this process."""
    address = text("REDIS_URL")
    if not address:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    if not address.startswith(("redis://", "rediss://", "unix://")):
        stop("REDIS_URL in the environment must look like redis://host:6379/0")
    return {
        "BACKEND": "portal.delivery.redis_cache.DispensableRedisCache",
        "LOCATION": address,
        "KEY_PREFIX": key_prefix(),
    }


def key_prefix() -> str:
    """CACHE_KEY_PREFIX: what tells this site's keys and channel from others' in the same Redis."""
    return text("CACHE_KEY_PREFIX", "portal")


def counter_redis() -> str:
    """COUNTER_LINK: the Redis through which machines tell each other of changes; empty where
    PostgreSQL itself does.
    """
    link = text("COUNTER_LINK", "postgresql")
    if link == "postgresql":
        return ""
    if link != "redis":
        stop(f"COUNTER_LINK in the environment must be postgresql or redis, not {link!r}")
    if not text("REDIS_URL"):
        stop("COUNTER_LINK in the environment is redis: REDIS_URL has to say where that is")
    return cache()["LOCATION"]


def media_storage() -> dict[str, Any]:
    """Where uploads go: an S3-compatible bucket when one is named, or MEDIA_ROOT."""
    bucket, public_host = text("AWS_STORAGE_BUCKET_NAME"), text("AWS_S3_CUSTOM_DOMAIN")
    if not bucket:
        return {"BACKEND": "pages.media.storage.FolderStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": text("AWS_S3_ENDPOINT_URL") or None,
            "region_name": text("AWS_S3_REGION_NAME") or None,
            "custom_domain": public_host or None,
            "file_overwrite": False,
            "querystring_auth": not public_host,
        },
    }


def time_zone() -> str:
    """TIME_ZONE, checked against the time zone database."""
    name = text("TIME_ZONE", "Asia/Singapore")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        stop(f"TIME_ZONE in the environment is not a known time zone: {name!r}")
    return name


def office_hours() -> tuple[time, time]:
    """When the office opens and closes, Monday to Friday: an instant outside is asked about."""
    value = text("RELEASES_OFFICE_HOURS", "08:00-18:00")
    if not re.fullmatch(_HOURS, value):
        stop(f"RELEASES_OFFICE_HOURS in the environment must look like 08:00-18:00, not {value!r}")
    opens, closes = (time.fromisoformat(part.strip()) for part in value.split("-"))
    if opens >= closes:
        stop(f"RELEASES_OFFICE_HOURS in the environment must begin before they end, not {value!r}")
    return opens, closes


def administrators() -> list[tuple[str, str]]:
    """ADMINS: the people who look after the installation, as Django wants them."""
    addresses = [address.strip() for address in read(env.list, "ADMINS", [])]
    for address in addresses:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            stop(
                f"ADMINS in the environment must be mail addresses with commas between: {address!r}"
            )
    return [("", address) for address in addresses]
