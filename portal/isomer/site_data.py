"""Configuration, menu and footer: what is not a page."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from portal.isomer import frontmatter
from portal.isomer.errors import ImportStop, TooLarge
from portal.isomer.frontmatter import truth
from portal.isomer.source_tree import SourceTree

#: Keys of the footer file that are addresses of the old site's own pages.
FOOTER_LINKS = ("contact_us", "feedback", "faq", "privacy", "terms_of_use")


@dataclass(frozen=True)
class SiteConfig:
    """`_config.yml`, as far as it has a meaning here."""

    data: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.data.get("title") or "").strip()

    @property
    def description(self) -> str:
        return " ".join(str(self.data.get("description") or "").split())

    @property
    def resources_name(self) -> str:
        return str(self.data.get("resources_name") or "").strip().strip("/")

    @property
    def is_government(self) -> bool:
        return truth(self.data.get("is_government"))

    @property
    def publishes_future(self) -> bool:
        return truth(self.data.get("future"))

    @property
    def primary_colour(self) -> str:
        colours = self.data.get("colors")
        return str(colours.get("primary-color") or "") if isinstance(colours, dict) else ""

    @property
    def host(self) -> str:
        """The old site's host without `www.`, lower case; "" when the file names none."""
        return _host(self.data.get("url"))

    @property
    def own_hosts(self) -> frozenset[str]:
        """Hosts whose addresses are this site's own, without `www.`."""
        hosts = {_host(self.data.get(key)) for key in ("url", "staging", "prod")}
        return frozenset(hosts - {""})

    @property
    def excluded(self) -> frozenset[str]:
        value = self.data.get("exclude")
        return (
            frozenset(str(name).strip("/") for name in value)
            if isinstance(value, list)
            else frozenset()
        )


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu: an address, a collection, or the resource room."""

    title: str
    url: str = ""
    collection: str = ""
    resource_room: bool = False
    sublinks: tuple["MenuItem", ...] = ()


def read_config(tree: SourceTree) -> SiteConfig:
    """The repository's configuration. Raises ImportStop when it is missing or no YAML."""
    if "_config.yml" not in tree:
        raise ImportStop(f"{tree.root} is not an Isomer repository: it has no _config.yml.")
    try:
        data = load_mapping(tree, "_config.yml")
    except (frontmatter.BadYaml, TooLarge) as error:
        raise ImportStop(f"_config.yml can't be read: {error}.") from error
    return SiteConfig(data)


def load_mapping(tree: SourceTree, path: str) -> dict[str, Any]:
    """A YAML file that holds a mapping; {} when it is absent. Raises BadYaml, TooLarge."""
    if path not in tree:
        return {}
    text, _ = tree.read_text(path)
    data = frontmatter.load(text.replace("\t", "  "))
    if data in (None, ""):
        return {}
    if isinstance(data, list):
        return {"links": data}
    if not isinstance(data, dict):
        raise frontmatter.BadYaml("not a list of keys and values")
    return data


def menu_items(data: dict[str, Any]) -> tuple[MenuItem, ...]:
    """The menu in its order; also the older form, a plain list of links."""
    links = data.get("links")
    found = [_menu_item(link) for link in links] if isinstance(links, list) else []
    return tuple(item for item in found if item)


def collection_order(data: dict[str, Any], name: str) -> tuple[bool, list[str]]:
    """Whether a collection is published, and its files in their order."""
    collections = data.get("collections")
    entry = collections.get(name) if isinstance(collections, dict) else None
    if entry is None and isinstance(collections, dict) and collections:
        entry = next(iter(collections.values()))
    if not isinstance(entry, dict):
        return True, []
    order = entry.get("order")
    names = [" ".join(str(item).split()) for item in order] if isinstance(order, list) else []
    keep = [name for name in names if PurePosixPath(name).name != ".keep"]
    return truth(entry.get("output", "true"), default=True), keep


def _menu_item(link: Any) -> MenuItem | None:
    if not isinstance(link, dict):
        return None
    sublinks = link.get("sublinks")
    children = [_menu_item(child) for child in sublinks] if isinstance(sublinks, list) else []
    return MenuItem(
        title=" ".join(str(link.get("title") or "").split()),
        url=str(link.get("url") or "").strip(),
        collection=str(link.get("collection") or "").strip().strip("/"),
        resource_room=truth(link.get("resource_room")),
        sublinks=tuple(child for child in children if child),
    )


def _host(address: Any) -> str:
    try:
        host = urlsplit(str(address or "").strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")
