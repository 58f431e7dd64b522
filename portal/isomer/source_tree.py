"""The files of a repository, and nothing outside it: from a folder or from an archive."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable
from urllib.parse import unquote

from portal.isomer.codes import Note
from portal.isomer.errors import TooLarge

#: Folders that hold no content, wherever they stand.
SKIPPED_FOLDERS = frozenset({
    ".git", ".github", ".bundle", "node_modules", "vendor", "_site", ".jekyll-cache",
    ".jekyll-metadata", ".sass-cache", "__MACOSX",
})  # fmt: skip
#: A text file larger than this is no page; the largest met in 47 repositories has 0.5 MB.
MAX_TEXT_BYTES = 5 * 1024 * 1024
#: A file larger than this is not taken into memory.
MAX_FILE_BYTES = 200 * 1024 * 1024
# What XML and databases refuse, and the two line separators that are not line ends in HTML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class SourceTree(ABC):
    """Files that are known before any is read; only those can be read.

    `name` is what the folder or archive is called, `left_out` the entries that are no files of
    the repository, each with its reason.
    """

    def __init__(self, name: str, files: Iterable[str]):
        self.name = name
        self.left_out: list[tuple[str, Note]] = []
        self.files: list[str] = sorted(files)
        self._known = frozenset(self.files)
        self._by_folded: dict[str, str] = {}
        for path in self.files:
            self._by_folded.setdefault(_folded(path), path)

    def __contains__(self, path: str) -> bool:
        return path in self._known

    @property
    @abstractmethod
    def commit(self) -> str:
        """The commit that the files are of; "" when it can't be known."""

    @abstractmethod
    def size(self, path: str) -> int:
        """A file's size in bytes, as its folder or archive states it; 0 when that is unknown."""

    @abstractmethod
    def read_bytes(self, path: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """A file's content. Raises TooLarge, Unreadable, and ImportStop for what is no file."""

    def read_text(self, path: str) -> tuple[str, bool]:
        """A file's text with `\\n` line ends, and whether anything in it had to be repaired.

        Raises what read_bytes does.
        """
        try:
            content = self.read_bytes(path, MAX_TEXT_BYTES)
        except TooLarge as error:
            raise TooLarge(f"larger than {MAX_TEXT_BYTES // 1024 // 1024} MB") from error
        return clean_text(content)

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

    def close(self) -> None:  # noqa: B027 - only an archive has something to close
        """Let go of what is open."""


def clean_text(content: bytes) -> tuple[str, bool]:
    """Bytes as text with `\\n` line ends, and whether anything in it had to be repaired."""
    repaired = False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, repaired = content.decode("cp1252", errors="replace"), True
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _CONTROL.sub("", text).replace("\u2028", " ").replace("\u2029", " ")
    return clean, repaired or clean != text


def is_usable(path: str) -> bool:
    """Whether a path can be linked to and stored: Unicode, without control characters."""
    if _CONTROL.search(path) or "\n" in path or "\r" in path:
        return False
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_commit(text: str) -> bool:
    """Whether a text is the full id of a commit."""
    return bool(_COMMIT.fullmatch(text))


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
