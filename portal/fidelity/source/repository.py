"""The files of a repository, sorted by what they are for."""

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from portal.fidelity.errors import CheckStop
from portal.fidelity.source import front_matter
from portal.fidelity.source.addresses import canonical
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.front_matter import text_of

_NOT_CONTENT = frozenset({"node_modules", "vendor", "_site", "_layouts", "_includes", "_sass",
                          "_plugins", "_drafts", "_data"})  # fmt: skip
_TEXT = frozenset({".md", ".markdown", ".mkd", ".html", ".htm", ""})
_README = frozenset({"readme.md", "license.md", "contributing.md", "changelog.md"})
_MOST_BYTES = 5 * 1024 * 1024


@dataclass
class Repository:
    """An Isomer repository as the old site would have published it."""

    folder: Path
    config: dict[str, Any]
    documents: list[Document] = field(default_factory=list)
    #: Every file that is no document: its path in the repository.
    files: dict[str, Path] = field(default_factory=dict)
    #: Collection → its documents' names in the order of `collection.yml`.
    orders: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> str:
        """The folder of the resource room."""
        return text_of(self.config.get("resources_name")).strip("/")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The old site's own host, with and without www."""
        host = (urlsplit(text_of(self.config.get("url"))).hostname or "").removeprefix("www.")
        return frozenset({host, f"www.{host}"}) if host else frozenset()

    @cached_property
    def by_address(self) -> dict[str, Document]:
        """Public documents by canonical address; the first claimant stands."""
        found: dict[str, Document] = {}
        for document in self.documents:
            if document.is_public and document.address:
                found.setdefault(canonical(document.address), document)
        return found

    @cached_property
    def _loose(self) -> dict[str, Path]:
        return {canonical(path): place for path, place in self.files.items()}

    def file(self, address: str) -> Path | None:
        """The file that an address names: as written, percent-decoded, then ignoring case."""
        path = address.split("#")[0].split("?")[0].lstrip("/")
        for form in (path, unquote(path)):
            if form in self.files:
                return self.files[form]
        return self._loose.get(canonical(path))

    @cached_property
    def _digests(self) -> dict[Path, str]:
        return {}

    def digest(self, file: Path) -> str:
        """The SHA-256 of a file's bytes."""
        if file not in self._digests:
            self._digests[file] = hashlib.sha256(file.read_bytes()).hexdigest()
        return self._digests[file]

    def posts(self) -> list[Document]:
        """Public posts and entries, newest first."""
        found = [d for d in self.documents if d.kind in {Kind.POST, Kind.ENTRY} and d.is_public]
        return sorted(found, key=lambda document: document.moment, reverse=True)


def text(path: Path) -> str:
    """A file's text, whatever its bytes."""
    return path.read_bytes()[:_MOST_BYTES].decode("utf-8-sig", errors="replace")


def data_file(path: Path) -> dict[str, Any]:
    """A YAML file that has to be a dictionary; an empty one when it is not."""
    try:
        data = front_matter.load(text(path))
    except (OSError, yaml.YAMLError):
        return {}
    return data if isinstance(data, dict) else {"links": data} if isinstance(data, list) else {}


def all_files(folder: Path) -> dict[str, Path]:
    """Every file of a folder, symbolic links and dot-folders aside, in a fixed order."""
    found = {}
    for top, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top, name)
            if not path.is_symlink() and path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def open_repository(folder: Path) -> Repository:
    """The repository without its documents. Raises CheckStop when there is none."""
    if not folder.is_dir():
        raise CheckStop(f"{folder} is no folder.")
    if not (folder / "_config.yml").is_file():
        raise CheckStop(f"{folder} is no Isomer repository: it has no _config.yml.")
    repository = Repository(folder, data_file(folder / "_config.yml"))
    for name in ("navigation", "footer"):
        repository.data[name] = data_file(folder / "_data" / f"{name}.yml")
    return repository


def is_content(path: str, excluded: frozenset[str]) -> bool:
    """Whether Jekyll would look for front matter in a file of this name."""
    parts = path.split("/")
    if path.lower() in _README or any(part in _NOT_CONTENT or part in excluded for part in parts):
        return False
    name = parts[-1]
    return not name.startswith(("_", ".")) and Path(name).suffix.lower() in _TEXT
