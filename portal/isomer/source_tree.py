"""The files of a repository, and nothing outside it."""

import os
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from portal.isomer.errors import ImportStop, TooLarge

_SKIPPED_FOLDERS = frozenset(
    {".git", ".github", "node_modules", "vendor", "_site", ".jekyll-cache"}
)
#: A text file larger than this is no page; the largest met in 47 repositories has 0.5 MB.
MAX_TEXT_BYTES = 5 * 1024 * 1024
# What XML and databases refuse, and the two line separators that are not line ends in HTML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class SourceTree:
    """A folder whose files are known before any is read; only those can be read."""

    def __init__(self, root: Path):
        try:
            if not root.is_dir():
                reason = "is not a folder" if root.exists() else "does not exist"
                raise ImportStop(f"{root} {reason}: give the folder of an Isomer repository.")
            self.root = root.resolve()
        except OSError as error:
            raise ImportStop(f"{root} can't be read: {error.strerror or error}.") from error
        self.links: list[str] = []
        self.files: list[str] = sorted(self._walk())
        self._known = frozenset(self.files)
        self._by_folded: dict[str, str] = {}
        for path in self.files:
            self._by_folded.setdefault(_folded(path), path)

    def __contains__(self, path: str) -> bool:
        return path in self._known

    def read_bytes(self, path: str) -> bytes:
        """A file's content. Raises ImportStop when it can't be read or is not of this tree."""
        if path not in self._known:
            raise ImportStop(f"{path} is not a file of the repository.")
        full = self.root / path
        # Looked at again: the file may have been replaced by a link since the walk.
        if full.is_symlink() or not full.resolve().is_relative_to(self.root):
            raise ImportStop(f"{path} leads out of the repository.")
        try:
            return full.read_bytes()
        except OSError as error:
            raise ImportStop(f"{path} can't be read: {error.strerror or error}.") from error

    def read_text(self, path: str) -> tuple[str, bool]:
        """A file's text with `\\n` line ends, and whether anything in it had to be repaired.

        Raises TooLarge, and ImportStop as read_bytes does.
        """
        content = self.read_bytes(path)
        if len(content) > MAX_TEXT_BYTES:
            limit = MAX_TEXT_BYTES // 1024 // 1024
            raise TooLarge(f"larger than {limit} MB")
        repaired = False
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text, repaired = content.decode("cp1252", errors="replace"), True
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        clean = _CONTROL.sub("", text).replace("\u2028", " ").replace("\u2029", " ")
        return clean, repaired or clean != text

    def find(self, address: str) -> tuple[str | None, bool]:
        """The file behind a path of the site, and whether it was found as it is written.

        Tried in this order: as written, percent-decoded, then both ignoring case and the
        composition of accented characters. A path that climbs out finds nothing.
        """
        for candidate in dict.fromkeys((address, unquote(address))):
            path = _normal(candidate)
            if path is None:
                return None, False
            if path in self._known:
                return path, True
        for candidate in dict.fromkeys((address, unquote(address))):
            path = _normal(candidate)
            if path and (found := self._by_folded.get(_folded(path))):
                return found, False
        return None, False

    def _walk(self):
        for folder, names, files in os.walk(self.root, followlinks=False):
            here = Path(folder)
            for name in [*names, *files]:
                if (here / name).is_symlink():
                    self.links.append((here / name).relative_to(self.root).as_posix())
            names[:] = [
                name
                for name in names
                if name not in _SKIPPED_FOLDERS and not (here / name).is_symlink()
            ]
            for name in files:
                full = here / name
                if not full.is_symlink() and full.is_file():
                    path = full.relative_to(self.root).as_posix()
                    # A name that is not Unicode can be neither linked to nor stored.
                    if path.isprintable() or path.encode("utf-8", "ignore").decode() == path:
                        yield path


def _normal(address: str) -> str | None:
    """A site path without its leading slash and dots; None when it climbs out or is empty."""
    parts: list[str] = []
    for part in address.strip().strip("/").split("/"):
        if part == "..":
            return None
        if part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) or None


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
