"""Repositories of the tests, packed as GitHub packs them."""

import io
import tempfile
import zipfile
from pathlib import Path

from tests.isomer.repository import build


def zipped(
    files: dict[str, str | bytes] | None = None, *, folder: str = "harbour-main", base: bool = True
) -> bytes:
    """A ZIP of a repository in one folder; `files` replace and add to the usual ones."""
    buffer = io.BytesIO()
    with tempfile.TemporaryDirectory() as root, zipfile.ZipFile(buffer, "w") as archive:
        top = build(Path(root) / folder, files, base=base)
        for path in sorted(top.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(root).as_posix())
    return buffer.getvalue()
