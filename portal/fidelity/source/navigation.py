"""The old site's menu and footer links, as its templates made them from the data files."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from portal.fidelity.source.addresses import canonical
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.front_matter import is_true, text_of
from portal.fidelity.source.repository import Repository


@dataclass
class Entry:
    """An entry of the menu; without a title of a parent it stands at the top."""

    title: str
    href: str
    children: list["Entry"] = field(default_factory=list)


def menu(repository: Repository) -> list[Entry]:
    """The menu of `_data/navigation.yml`, collections and resource room unfolded."""
    links = repository.data["navigation"].get("links")
    return [_entry(repository, link) for link in _dicts(links) if text_of(link.get("title"))]


def _entry(repository: Repository, link: dict[str, Any]) -> Entry:
    title, url = text_of(link.get("title")), text_of(link.get("url"))
    if name := text_of(link.get("collection")):
        children = _collection(repository, name)
        return Entry(title, url or (children[0].href if children else ""), children)
    if is_true(link.get("resource_room")):
        room = f"/{repository.room}/"
        categories = _categories(repository)
        # The old menu did not offer everything beside the only category.
        every = [Entry("All", room)] if len(categories) > 1 else []
        return Entry(title, room, [*every, *categories])
    sublinks = [
        Entry(text_of(child.get("title")), text_of(child.get("url")))
        for child in _dicts(link.get("sublinks"))
        if text_of(child.get("title"))
    ]
    return Entry(title, url, sublinks)


def ordered(repository: Repository, collection: str) -> list[Document]:
    """A collection's documents in the order of its `collection.yml`, unlisted ones last."""
    order = {name: place for place, name in enumerate(repository.orders.get(collection, []))}
    documents = [
        document
        for document in repository.documents
        if document.collection == collection and document.is_public
    ]
    prefix = f"_{collection}/"
    return sorted(
        documents,
        key=lambda document: order.get(document.path.removeprefix(prefix), len(order)),
    )


def _collection(repository: Repository, name: str) -> list[Entry]:
    entries: list[Entry] = []
    groups: dict[str, Entry] = {}
    for document in ordered(repository, name):
        entry = Entry(document.title or PurePosixPath(document.path).stem, document.address)
        group = text_of(document.data.get("third_nav_title"))
        if not group:
            entries.append(entry)
        elif group in groups:
            groups[group].children.append(entry)
        else:
            groups[group] = Entry(group, document.address, [entry])
            entries.append(groups[group])
    return entries


def _categories(repository: Repository) -> list[Entry]:
    """Categories of the resource room with a published post, by name."""
    names = {
        post.folders[-1]
        for post in repository.posts()
        if len(post.folders) > 1 and post.folders[0] == repository.room
    }
    return [
        Entry(category_title(name), f"/{repository.room}/{name}/")
        for name in sorted(names, key=canonical)
    ]


def category_title(folder: str) -> str:
    """A category's name: the words of its folder, each with one capital."""
    return " ".join(word.capitalize() for word in re.split(r"[-_\s]+", folder) if word)


def footer_links(repository: Repository) -> list[str]:
    """The addresses of `_data/footer.yml`."""
    footer = repository.data["footer"]
    found = [
        text_of(footer.get(name))
        for name in ("contact_us", "feedback", "faq", "privacy", "terms_of_use")
    ]
    social = footer.get("social_media")
    if isinstance(social, dict):
        found.extend(text_of(address) for address in social.values())
    return [address for address in found if address]


def redirects(repository: Repository) -> list[tuple[str, str]]:
    """The lines of `_redirects`: from, to. Rules with placeholders are left out."""
    file = repository.files.get("_redirects")
    if file is None:
        return []
    pairs = []
    for line in file.read_text("utf-8", errors="replace").splitlines():
        parts = line.split("#")[0].split() if line.lstrip().startswith("#") else line.split()
        if len(parts) > 1 and "*" not in parts[0] and ":" not in parts[0]:
            pairs.append((parts[0], parts[1]))
    return pairs


def listing_folders(repository: Repository) -> dict[str, list[Document]]:
    """Each listing's address with its posts, newest first: the room's own and its categories'."""
    found: dict[str, list[Document]] = {}
    for post in repository.posts():
        if len(post.folders) > 1 and post.folders[0] == repository.room:
            found.setdefault(f"/{repository.room}/", []).append(post)
        if post.folders:
            found.setdefault(f"/{'/'.join(post.folders)}/", []).append(post)
    by_folder = {
        f"/{PurePosixPath(document.path).parent}/": document.address
        for document in repository.documents
        if document.kind == Kind.LISTING and document.is_public
    }
    return {by_folder.get(folder, folder): posts for folder, posts in found.items()}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
