"""A folder becomes a `Repository`: every source file read, classified and addressed."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from portal.isomer import frontmatter
from portal.isomer.codes import Code, Note
from portal.isomer.documents import Document, Kind, in_words, parse_date, source_address
from portal.isomer.errors import TooLarge
from portal.isomer.site_data import (
    MenuItem,
    SiteConfig,
    collection_order,
    load_mapping,
    menu_items,
    read_config,
)
from portal.isomer.source_tree import SourceTree

_TEXT = (".md", ".markdown", ".html", ".htm")
_NOT_PAGES = frozenset({"README.md", "LICENSE.md", "CHANGELOG.md", "CONTRIBUTING.md"})
_MEDIA_FOLDERS = frozenset({"images", "files", "assets", "_layouts", "_includes", "_sass", "_site"})
_ENTRY_LAYOUTS = frozenset({"file", "link"})
_SYSTEM_LAYOUTS = frozenset({"skeleton", "feed", "robots"})
_SYSTEM_STEMS = frozenset({"404", "feed", "sitemap", "robots"})


@dataclass(frozen=True)
class Collection:
    """A folder of ordered pages."""

    name: str
    title: str
    path: str


@dataclass
class Repository:
    """Everything of a repository that the import reads, still without a decision."""

    tree: SourceTree
    config: SiteConfig
    documents: list[Document] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    navigation: tuple[MenuItem, ...] = ()
    logo_path: str = ""
    footer: dict = field(default_factory=dict)
    left_out: list[tuple[str, Note]] = field(default_factory=list)
    """Files that become nothing, each with the reason."""

    @property
    def key(self) -> str:
        """The name under which imports remember this repository, wherever its folder lies."""
        return self.config.host or self.tree.root.name

    @property
    def logo(self) -> str:
        """The path of the site's logo; the menu's file names it."""
        return self.logo_path or str(self.config.data.get("logo") or "").strip()

    @property
    def fingerprint(self) -> str:
        """Changes when any text of the repository does."""
        digest = hashlib.sha256()
        for document in self.documents:
            digest.update(f"{document.path}\0{document.front}\0{document.body}\0".encode())
        return digest.hexdigest()

    def categories(self) -> list[str]:
        """Folders that hold posts, resource room first, then by name."""
        folders = {d.folder for d in self.documents if d.kind in {Kind.POST, Kind.ENTRY}}
        folders |= {d.folder for d in self.documents if d.kind == Kind.CATEGORY}
        room = self.config.resources_name
        return sorted(folders, key=lambda name: (not name.startswith(f"{room}/"), name))


def read(path: Path) -> Repository:
    """Read the repository in a folder.

    Raises ImportStop when there is none, or when a file can't be read.
    """
    tree = SourceTree(path)
    repository = Repository(tree, read_config(tree))
    repository.left_out += [(link, Note(Code.SYMLINK)) for link in tree.links]
    data = _data(repository, "_data/navigation.yml")
    repository.navigation = menu_items(data)
    repository.logo_path = str(data.get("logo") or "").strip()
    repository.footer = _data(repository, "_data/footer.yml")
    order = _read_collections(repository)
    post_folders = {_post_folder(name) for name in tree.files if "_posts/" in name} - {None}
    for name in tree.files:
        if _is_text(name, repository.config):
            _read_document(repository, name, order, post_folders)
    return repository


def _data(repository: Repository, path: str) -> dict:
    try:
        return load_mapping(repository.tree, path)
    except (frontmatter.BadYaml, TooLarge) as error:
        repository.left_out.append((path, Note(Code.DATA_FILE, str(error))))
        return {}


def _read_collections(repository: Repository) -> dict[str, dict[str, int]]:
    """The collections, and for each the place of its files."""
    order: dict[str, dict[str, int]] = {}
    titles = {item.collection: item.title for item in repository.navigation if item.collection}
    for path in repository.tree.files:
        pure = PurePosixPath(path)
        if pure.name != "collection.yml" or len(pure.parts) != 2 or not path.startswith("_"):
            continue
        name = pure.parts[0].lstrip("_")
        output, names = collection_order(_data(repository, path), name)
        if output:
            order[name] = {file: place for place, file in enumerate(names)}
            title = titles.get(name) or in_words(name)
            repository.collections.append(Collection(name, title, path))
    return order


def _is_text(path: str, config: SiteConfig) -> bool:
    pure = PurePosixPath(path)
    if pure.name.startswith(".") or pure.parts[0] in _MEDIA_FOLDERS or path in _NOT_PAGES:
        return False
    if any(path == name or path.startswith(f"{name}/") for name in config.excluded):
        return False
    in_posts_or_collection = "_posts" in pure.parts or pure.parts[0].startswith("_")
    no_suffix = not pure.suffix or " " in pure.suffix
    return pure.suffix.lower() in _TEXT or (in_posts_or_collection and no_suffix)


def _read_document(
    repository: Repository, path: str, order: dict[str, dict[str, int]], post_folders: set
) -> None:
    try:
        text, repaired = repository.tree.read_text(path)
    except TooLarge as error:
        repository.left_out.append((path, Note(Code.TOO_LARGE, str(error))))
        return
    matter = frontmatter.split(text)
    if not matter.present and "_posts/" not in path:
        if text.strip():
            repository.left_out.append((path, Note(Code.NO_FRONT_MATTER)))
        return
    collection = PurePosixPath(path).parts[0].lstrip("_") if path.startswith("_") else ""
    if collection and collection not in order:
        repository.left_out.append((path, Note(Code.NO_FRONT_MATTER, "not in a collection")))
        return
    kind, folder = _classify(path, matter.data, repository.config, collection, post_folders)
    notes = []
    if repaired:
        notes.append((Code.CHARACTERS, ""))
    if matter.repaired:
        notes.append((Code.FRONT_MATTER, ""))
    repository.documents.append(
        Document(
            path=path,
            kind=kind,
            front=matter.data,
            body=matter.body,
            body_line=matter.body_line,
            address=source_address(matter.data, path, kind, folder),
            folder=folder,
            order=_place(path, collection, order),
            notes=tuple(notes),
        )
    )


def _classify(
    path: str, front: dict, config: SiteConfig, collection: str, post_folders: set
) -> tuple[str, str]:
    pure = PurePosixPath(path)
    layout = str(front.get("layout") or "").strip().lower()
    if (folder := _post_folder(path)) is not None:
        name = pure.name
        named = any(f"-{word}-" in name for word in _ENTRY_LAYOUTS) and parse_date(name)
        full_address = str(front.get("permalink") or "").strip().lower().startswith("http")
        entry = layout in _ENTRY_LAYOUTS or (not layout and named) or full_address
        return (Kind.ENTRY if entry else Kind.POST), folder
    if collection:
        return Kind.DOCUMENT, collection
    parent = "" if pure.parent == PurePosixPath() else str(pure.parent)
    if pure.stem == "index" and not parent:
        return Kind.HOME, ""
    if pure.stem.lower() in _SYSTEM_STEMS or layout in _SYSTEM_LAYOUTS:
        return Kind.SYSTEM, ""
    if pure.stem == "index" and parent == config.resources_name and parent:
        return Kind.NEWSROOM, parent
    if pure.stem == "index" and (parent in post_folders or layout.startswith("resources")):
        return Kind.CATEGORY, parent
    by_layout = {"contact_us": Kind.CONTACT, "search": Kind.SEARCH, "homepage": Kind.PAGE}
    return by_layout.get(layout, Kind.PAGE), ""


def _post_folder(path: str) -> str | None:
    """The folder above `_posts`; None when the file is no post."""
    parts = PurePosixPath(path).parts
    if "_posts" not in parts[:-1]:
        return None
    return "/".join(parts[: parts.index("_posts")])


def _place(path: str, collection: str, order: dict[str, dict[str, int]]) -> int:
    """A document's number in its collection; files the order does not name come last."""
    inner = " ".join(str(PurePosixPath(*PurePosixPath(path).parts[1:])).split())
    return order.get(collection, {}).get(inner, 1_000_000)
