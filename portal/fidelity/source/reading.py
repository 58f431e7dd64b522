"""From files to documents: kinds, addresses, dates, and what the public may not see."""

import re
from pathlib import Path, PurePosixPath

from pages import clock
from portal.fidelity.source import addresses, front_matter
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.front_matter import text_of
from portal.fidelity.source.repository import (
    Repository,
    all_files,
    data_file,
    is_content,
    open_repository,
    text,
)

#: Jekyll's own pattern of a post's name.
_POST_NAME = re.compile(r"^(\d{2,4}-\d{1,2}-\d{1,2})-(.*?)(\.[^.]+)?$")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_SYSTEM_LAYOUTS = frozenset({"search", "skeleton"})
_LISTING_LAYOUTS = frozenset({"resources", "resources-alt"})
_HOME_LAYOUTS = frozenset({"home", "homepage"})


def read_repository(folder: Path) -> Repository:
    """Every document of a repository. Raises CheckStop when the folder is none."""
    repository = open_repository(folder)
    excluded = repository.config.get("exclude")
    names = excluded if isinstance(excluded, list) else []
    left_out = frozenset(str(name).strip("/") for name in names)
    for path, file in all_files(folder).items():
        top = path.split("/")[0]
        if path == f"{top}/collection.yml" and top.startswith("_"):
            _read_order(repository, top[1:], file)
            continue
        parts = text(file) if is_content(path, left_out) else ""
        document = _document(repository, path, parts) if parts else None
        if document is not None:
            repository.documents.append(document)
        else:
            repository.files[path] = file
    return repository


def _read_order(repository: Repository, collection: str, file: Path) -> None:
    declared = data_file(file).get("collections")
    settings = declared.get(collection) if isinstance(declared, dict) else None
    order = settings.get("order") if isinstance(settings, dict) else None
    repository.orders[collection] = [str(name) for name in order] if isinstance(order, list) else []


def _document(repository: Repository, path: str, content: str) -> Document | None:
    split = front_matter.split(content)
    if split is None:
        return None
    data, body = split
    folders = path.split("/")[:-1]
    top = folders[0] if folders else ""
    document = Document(path, Kind.PAGE, data, body, text_of(data.get("permalink")))
    if "_posts" in folders:
        if not _is_post(document, folders):
            return None
    elif top.startswith("_"):
        if not (repository.folder / top / "collection.yml").is_file():
            return None
        document.collection = top[1:]
        document.address = document.address or addresses.document_address(top[1:], path)
        document.moment = _moment(data.get("date"))
    else:
        document.address = document.address or addresses.page_address(path)
        document.kind = _page_kind(document, path)
    if not addresses.is_full(document.address):
        document.address = f"/{document.address.lstrip('/')}"
    document.hidden = _hidden(repository, document)
    return document


def _is_post(document: Document, folders: list[str]) -> bool:
    """Complete a post; False when Jekyll would not take the file for one."""
    match = _POST_NAME.match(PurePosixPath(document.path).name)
    if match is None:
        return False
    document.folders = folders[: folders.index("_posts")]
    document.moment = _moment(document.data.get("date")) or _moment(match.group(1))
    document.kind = Kind.POST
    layout = text_of(document.data.get("layout")).lower()
    if layout in {"file", "link"} or addresses.is_full(document.address):
        document.kind = Kind.ENTRY
    if addresses.is_full(document.address):
        document.address = ""
    document.address = document.address or addresses.post_address(
        document.folders, match.group(2) or match.group(1)
    )
    return bool(document.moment)


def _page_kind(document: Document, path: str) -> Kind:
    layout = text_of(document.data.get("layout")).lower()
    if layout in _LISTING_LAYOUTS:
        return Kind.LISTING
    if layout in _SYSTEM_LAYOUTS or addresses.canonical(document.address) in {"/404", "/search"}:
        return Kind.SYSTEM
    if layout in _HOME_LAYOUTS or path in {"index.md", "index.html"}:
        return Kind.HOME
    return Kind.CONTACT if layout == "contact_us" else Kind.PAGE


def _moment(value: object) -> str:
    """A date in a form that sorts; the calendar day as written, whatever the zone."""
    match = _DATE.search(text_of(value))
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"


def _hidden(repository: Repository, document: Document) -> str:
    """Why the public may not see a document; empty when it may."""
    if front_matter.is_false(document.data.get("published")):
        return "published: false"
    now = clock.now().strftime("%Y-%m-%d %H:%M:%S")
    if document.moment[:10] > now[:10] and not front_matter.is_true(
        repository.config.get("future")
    ):
        return f"dated {document.moment[:10]}"
    return ""
