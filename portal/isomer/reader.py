"""A folder or a ZIP becomes a `Repository`: every source file read, classified and addressed."""

from dataclasses import replace
from functools import cmp_to_key
from pathlib import Path, PurePosixPath
from typing import Any

from portal.isomer import frontmatter, jekyll
from portal.isomer.archive_tree import ArchiveTree
from portal.isomer.classify import Spot, is_public_file, is_text, kind_of, post_folder, spot_of
from portal.isomer.codes import Code, Note
from portal.isomer.documents import Document, Kind, in_words
from portal.isomer.errors import FileProblem, ImportStop, TooLarge
from portal.isomer.filling import fill
from portal.isomer.folder_tree import FolderTree
from portal.isomer.redirects import (
    REDIRECTS_FILE,
    Redirect,
    parse_redirects,
    redirect_to,
    redirects_of,
)
from portal.isomer.repository import POSTS, Collection, Repository
from portal.isomer.site_data import (
    CollectionSettings,
    collection_settings,
    load_mapping,
    menu_items,
    read_config,
    squeezed,
)

_MACHINERY = ("_layouts/", "_includes/", "_sass/", "_plugins/", "_data/")

__all__ = ["Collection", "Repository", "read"]


def read(path: Path) -> Repository:
    """Read the repository in a folder or in a ZIP.

    Raises ImportStop when there is none, or when it can't be read.
    """
    try:
        is_file = path.is_file()
    except (OSError, ValueError) as error:
        raise ImportStop(f"{path} can't be read: {error}.") from error
    tree = ArchiveTree(path) if is_file else FolderTree(path)
    repository = Repository(tree, read_config(tree))
    repository.left_out += tree.left_out
    _Reading(repository).everything()
    return repository


class _Reading:
    """One pass over the files, each of which ends as a document, a public file, or left out."""

    def __init__(self, repository: Repository):
        self.repository = repository
        self.tree = repository.tree
        self.config = repository.config
        self.read: set[str] = {"_config.yml"}
        self.collections = collection_settings(self.config.data)
        folders = {post_folder(name) for name in self.tree.files if "_posts/" in name}
        self.post_folders = {folder for folder in folders if folder is not None}

    def everything(self) -> None:
        self._read_data()
        self._read_collections()
        self._read_redirects()
        for name in self.tree.files:
            if name in self.read:
                continue
            if is_text(name):
                self._read_page(name)
            else:
                self._account_for(name)
        documents = self.repository.documents
        if not self.config.resources_name:
            _find_room(documents)
        documents[:] = [*_ordered(documents, self.collections)]
        self.repository.redirects += redirects_of(documents)
        fill(self.repository)

    def _read_data(self) -> None:
        repository = self.repository
        data = self._data("_data/navigation.yml")
        repository.navigation = menu_items(data)
        home = self._data("_data/homepage.yml")
        logo = data.get("logo") or home.get("agency-logo")
        repository.logo_path = str(logo or "").strip()
        footer = self._data("_data/footer.yml")
        social = self._data("_data/social-media.yml")
        if social and not footer.get("social_media"):
            footer["social_media"] = social
        repository.footer = footer

    def _data(self, path: str) -> dict[str, Any]:
        self.read.add(path)
        return self._tried(path) or {}

    def _tried(self, path: str) -> dict[str, Any] | None:
        """A data file's content; None when it can't be had, which is noted."""
        try:
            return load_mapping(self.tree, path)
        except (frontmatter.BadYaml, FileProblem) as error:
            self.repository.left_out.append((path, Note(Code.DATA_FILE, str(error))))
            return None

    def _read_collections(self) -> None:
        titles = {item.collection: item.title for item in self.repository.navigation}
        paths = {}
        for path in self.tree.files:
            pure = PurePosixPath(path)
            if pure.name != "collection.yml":
                continue
            self.read.add(path)
            data = self._tried(path)
            name = pure.parts[0][1:] if len(pure.parts) == 2 and path.startswith("_") else ""
            if data is None and name:
                # The old site could not be built with it; its folder still is what it was.
                self.collections.setdefault(name, CollectionSettings(name))
            self.collections |= collection_settings(data or {})
            paths[name] = path
        for name, settings in self.collections.items():
            if settings.is_published and any(f.startswith(f"_{name}/") for f in self.tree.files):
                path = paths.get(name, f"_{name}/collection.yml")
                title = titles.get(name) or in_words(name)
                self.repository.collections.append(Collection(name, title, path))

    def _read_redirects(self) -> None:
        if REDIRECTS_FILE not in self.tree:
            return
        self.read.add(REDIRECTS_FILE)
        try:
            text, _ = self.tree.read_text(REDIRECTS_FILE)
        except FileProblem as error:
            self.repository.left_out.append((REDIRECTS_FILE, Note(Code.UNREADABLE, str(error))))
            return
        self.repository.redirects += parse_redirects(text, self.config.own_hosts)

    def _read_page(self, path: str) -> None:
        spot = spot_of(path, self.config, self.collections)
        try:
            text, repaired = self.tree.read_text(path)
        except FileProblem as error:
            code = Code.TOO_LARGE if isinstance(error, TooLarge) else Code.UNREADABLE
            self._leave_out(path, code, str(error))
            return
        matter = frontmatter.split(text)
        if path.startswith(_MACHINERY):
            self._leave_out(path, Code.BUILD_FILE)
        elif spot.out:
            self._leave_out(path, Code.NOT_PUBLISHED, spot.hidden)
        elif matter.present or (spot.kind == Kind.POST and not spot.hidden):
            notes = [(Code.CHARACTERS, "")] if repaired else []
            notes += [(Code.FRONT_MATTER, "")] if matter.repaired else []
            self._add(path, spot, matter, notes)
        elif text.strip():
            self._leave_out(path, Code.NO_FRONT_MATTER)
        else:
            self._leave_out(path, Code.BUILD_FILE, "empty")

    def _add(self, path: str, spot: Spot, matter: frontmatter.FrontMatter, notes: list) -> None:
        config = self.config
        scope = {Kind.POST: "posts", Kind.DOCUMENT: spot.folder}.get(Kind(spot.kind), "pages")
        given = jekyll.defaults_for(config.data.get("defaults"), path, scope)
        if str(given.get("layout") or "") in {"page", "post"}:
            # Nearly every repository has this one; it says no more than having none.
            given.pop("layout")
        front = {**given, **matter.data}
        target = redirect_to(front) if config.has_plugin("jekyll-redirect-from") else ""
        if target and spot.kind == Kind.POST:
            front |= {"layout": "link", "external": target}
        room = config.resources_name
        kind, folder = kind_of(path, spot, front, matter.body, room, self.post_folders)
        if spot.hidden:
            notes.append((Code.NOT_PUBLISHED, spot.hidden))
        document = Document(
            path=path,
            kind=kind,
            front=front,
            body=matter.body,
            body_line=matter.body_line,
            folder=folder,
            hidden=spot.hidden,
            notes=tuple(notes),
        )
        address = self._address(document)
        if target and document.kind not in POSTS:
            # Such a page shows nothing of itself.
            self.repository.redirects.append(Redirect(path, 0, address, target))
            self._leave_out(path, Code.REDIRECT_ONLY, target)
            return
        self.repository.documents.append(replace(document, address=address))

    def _address(self, document: Document) -> str:
        """Where the old site served a document: its permalink, else where Jekyll puts it."""
        if address := jekyll.permalink_address(document.front.get("permalink")):
            return address
        style = self.config.permalink_style
        if document.kind in POSTS:
            front, folder = document.front, document.folder
            return jekyll.post_address(document.path, front, folder, document.date, style)
        if document.kind == Kind.DOCUMENT:
            template = self.collections[document.folder].permalink
            return jekyll.document_address(document.path, document.folder, template, style)
        return jekyll.page_address(document.path, style)

    def _account_for(self, path: str) -> None:
        """A file that is no page: public, or part of the old site's machinery."""
        top, _, rest = path.partition("/")
        in_collection = top.startswith("_") and top[1:] in self.collections and rest
        public = rest if in_collection else path
        if "/_posts/" in f"/{path}":
            self._leave_out(path, Code.NOT_PUBLISHED, "a file among posts")
        elif is_public_file(public, self.config):
            self.repository.media[path] = f"/{top[1:]}/{rest}" if in_collection else f"/{path}"
        else:
            self._leave_out(path, Code.BUILD_FILE)

    def _leave_out(self, path: str, code: str, detail: str = "") -> None:
        self.repository.left_out.append((path, Note(code, detail)))


def _find_room(documents: list[Document]) -> None:
    """Without `resources_name`, the uppermost index with `layout: resources` is the room."""
    rooms = [
        document
        for document in documents
        if document.kind == Kind.CATEGORY and document.front.get("layout") == "resources"
    ]
    if rooms:
        room = min(rooms, key=lambda document: (document.path.count("/"), document.path))
        documents[documents.index(room)] = replace(room, kind=Kind.NEWSROOM)


def _ordered(documents: list[Document], settings: dict[str, CollectionSettings]):
    """The documents as they are, with the places of collection pages and posts among them."""
    places: dict[str, int] = {}
    posts = [document for document in documents if document.kind in POSTS]
    posts.sort(key=lambda document: (document.moment, document.path))
    places.update({document.path: place for place, document in enumerate(posts)})
    by_folder: dict[str, list[Document]] = {}
    for document in documents:
        if document.kind == Kind.DOCUMENT:
            by_folder.setdefault(document.folder, []).append(document)
    for folder, pages in by_folder.items():
        # Of a name that the order holds twice, the first place counts.
        named: dict[str, int] = {}
        for name in settings[folder].order:
            named.setdefault(name, len(named))
        pages.sort(key=cmp_to_key(_by_date_and_path))
        pages.sort(key=lambda page: named.get(squeezed(page.path.split("/", 1)[1]), len(named)))
        places.update({page.path: place for place, page in enumerate(pages)})
    for document in documents:
        place = places.get(document.path)
        yield document if place is None else replace(document, order=place)


def _by_date_and_path(one: Document, other: Document) -> int:
    """Jekyll's order of pages that `order` does not name: by date if both have one, then path."""
    if one.front.get("date") and other.front.get("date") and one.moment != other.moment:
        return -1 if one.moment < other.moment else 1
    return (one.path > other.path) - (one.path < other.path)
