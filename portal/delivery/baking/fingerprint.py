"""What else a tree is made from than the database: the code, the templates, the settings, and how
many choices it was asked for.
"""

import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from importlib.metadata import distributions
from typing import Any

from django.conf import settings

_FOLDERS = ("portal", "newsroom", "pages", "templates", "static")
#: Not for the file, also not as a digest.
_SECRET = ("SECRET", "PASSWORD", "KEY", "TOKEN", "DSN", "DATABASES", "CACHES")


def fingerprint(choices: int) -> str:
    """A short name for the code and settings of this process, and for a number of choices.

    What a tree knows of links is those that it followed. With another number there are others, so
    that nothing of it can be taken over.
    """
    digest = blake2b(digest_size=16)
    for part in (*_sources(), *_packages(), *_settings(), f"choices {choices}"):
        digest.update(part.encode() + b"\n")
    return digest.hexdigest()


def _sources() -> Iterator[str]:
    for folder in _FOLDERS:
        for root, folders, files in os.walk(settings.BASE_DIR / folder):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(files):
                found = os.stat(f"{root}/{name}")
                yield f"{root}/{name} {found.st_size} {found.st_mtime_ns}"


def _packages() -> list[str]:
    return sorted(f"{package.name} {package.version}" for package in distributions())


def _settings() -> Iterator[str]:
    for name in sorted(dir(settings)):
        if name.isupper() and not any(word in name for word in _SECRET):
            yield f"{name} {json.dumps(getattr(settings, name), sort_keys=True, default=_text)}"


def _text(value: Any) -> str:
    """Something that names no place in memory."""
    if isinstance(value, (set, frozenset)):
        return ",".join(sorted(map(str, value)))
    return str(value) if type(value).__repr__ is not object.__repr__ else type(value).__name__
