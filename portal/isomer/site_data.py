"""Configuration, menu and footer: what is not a page."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from portal.isomer import frontmatter
from portal.isomer.errors import FileProblem, ImportStop
from portal.isomer.frontmatter import truth
from portal.isomer.source_tree import SourceTree

_NOT_IN_LABELS = re.compile(r"[^A-Za-z0-9_.-]")
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
    def base_path(self) -> str:
        """What stands before every address, such as `/site`; "" on most sites."""
        base = str(self.data.get("baseurl") or "").strip().strip("/")
        return f"/{base}" if base else ""

    @property
    def permalink_style(self) -> str:
        """A name of Jekyll's, such as `none`, or a template; `date` without a setting."""
        return str(self.data.get("permalink") or "date").strip()

    @property
    def excluded(self) -> frozenset[str]:
        return _names(self.data.get("exclude"))

    @property
    def included(self) -> frozenset[str]:
        return _names(self.data.get("include"))

    def has_plugin(self, name: str) -> bool:
        return name in _names(self.data.get("plugins")) | _names(self.data.get("gems"))


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
        raise ImportStop(f"{tree.name} is not an Isomer repository: it has no _config.yml.")
    try:
        data = load_mapping(tree, "_config.yml")
    except (frontmatter.BadYaml, FileProblem) as error:
        raise ImportStop(f"_config.yml can't be read: {error}.") from error
    return SiteConfig(data)


def load_mapping(tree: SourceTree, path: str) -> dict[str, Any]:
    """A YAML file that holds a mapping; {} when it is absent. Raises BadYaml, FileProblem."""
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


@dataclass(frozen=True)
class CollectionSettings:
    """What `collections` says of one folder of pages."""

    name: str
    is_published: bool = True
    order: tuple[str, ...] = ()
    permalink: str = ""


def collection_settings(data: dict[str, Any]) -> dict[str, CollectionSettings]:
    """The collections that a configuration file declares, by name; `posts` is none of them."""
    declared = data.get("collections")
    if isinstance(declared, list):
        declared = {str(name): {} for name in declared}
    found = {}
    for label, entry in declared.items() if isinstance(declared, dict) else ():
        name = _NOT_IN_LABELS.sub("", str(label))
        if not name or name in {"posts", "data"}:
            continue
        entry = entry if isinstance(entry, dict) else {}
        order = entry.get("order")
        found[name] = CollectionSettings(
            name,
            str(entry.get("output", "false")).strip().lower() not in {"false", "no", "off", ""},
            tuple(squeezed(item) for item in order) if isinstance(order, list) else (),
            str(entry.get("permalink") or "").strip(),
        )
    return found


def squeezed(value: object) -> str:
    """A text in which every run of white space is one space."""
    return " ".join(str(value or "").split())


def _menu_item(link: Any) -> MenuItem | None:
    if not isinstance(link, dict):
        return None
    sublinks = link.get("sublinks", link.get("sub-links"))
    children = [_menu_item(child) for child in sublinks] if isinstance(sublinks, list) else []
    return MenuItem(
        title=squeezed(link.get("title")),
        url=str(link.get("url") or "").strip(),
        collection=str(link.get("collection") or "").strip().strip("/"),
        resource_room=truth(link.get("resource_room")),
        sublinks=tuple(child for child in children if child),
    )


def _names(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        value = value.split(",")
    listed = value if isinstance(value, list) else []
    return frozenset(name for item in listed if (name := str(item).strip().lstrip("/")))


def _host(address: Any) -> str:
    try:
        host = urlsplit(str(address or "").strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")
