"""One style sheet for visitors, made from the sources in `static/css`.

The sources stay small and apart; a page links one file, `css/site.css`, so that a slow connection
fetches it in one round trip. Their order does not matter beyond the layers that `tokens.css`
declares, except that it comes first.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

BUNDLE = "css/site.css"
SOURCES = ("tokens.css", "base.css", "layout.css", "components/*.css", "blocks/*.css")
PRINT = "print.css"
# One folder for the life of the process: threads that ask first at the same moment each make a
# finder, and the one that is thrown away must not take the file with it.
_FOLDER = tempfile.TemporaryDirectory(prefix="portal-css-")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class StyleSheetFinder(BaseFinder):
    """Offers the bundle to `collectstatic` and to the servers of development and tests."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self._storage = FileSystemStorage(location=_FOLDER.name)
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        if path != BUNDLE:
            return []
        self._write()
        found = self._storage.path(BUNDLE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        self._write()
        yield BUNDLE, self._storage

    def _write(self) -> None:
        target = Path(self._storage.path(BUNDLE))
        target.parent.mkdir(exist_ok=True)
        text = bundle()
        # An unchanged file keeps its time, and with it what browsers hold of it.
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            # Moved into place whole: another thread may be reading.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as fresh:
                fresh.write(text.encode())
            Path(fresh.name).replace(target)


def bundle() -> str:
    """All sources as one text, without comments; the print layer inside its media query."""
    root = Path(settings.STATICFILES_DIRS[0]) / "css"
    parts = [
        _COMMENT.sub("", path.read_text(encoding="utf-8")).replace('url("../../', 'url("../')
        for pattern in SOURCES
        for path in sorted(root.glob(pattern))
    ]
    printing = _COMMENT.sub("", (root / PRINT).read_text(encoding="utf-8"))
    text = "\n".join([*parts, f"@media print {{\n{printing}}}"])
    return re.sub(r"\n\s+", "\n", text).strip() + "\n"
