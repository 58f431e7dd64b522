"""What a source file is to Isomer: a post, a page of a collection, the resource room …"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from portal.isomer.dates import POST_NAME, name_date
from portal.isomer.documents import Kind
from portal.isomer.jekyll import is_excluded, is_full_address, is_passed_over
from portal.isomer.site_data import CollectionSettings, SiteConfig

_TEXT = frozenset({".md", ".markdown", ".mkd", ".html", ".htm"})
_NOT_PAGES = frozenset({"README.md", "LICENSE.md", "CHANGELOG.md", "CONTRIBUTING.md"})
#: Files without a suffix that are no pages.
_BUILD_NAMES = frozenset({"cname", "gemfile", "rakefile", "makefile", "license", "procfile",
                          "dockerfile", "_redirects", "_headers"})  # fmt: skip
_BUILD_SUFFIXES = frozenset({
    ".scss", ".sass", ".css", ".js", ".map", ".rb", ".toml", ".lock", ".json", ".yml", ".yaml",
    ".xml", ".txt", ".sh", ".ts", ".gemspec", ".ini", ".cfg", ".woff", ".woff2", ".ttf", ".eot",
    ".webmanifest", ".liquid", ".log", ".md", ".markdown",
})  # fmt: skip
_PUBLIC_FOLDERS = frozenset({"files", "images"})
_ENTRY_LAYOUTS = frozenset({"file", "link"})
_SYSTEM_LAYOUTS = frozenset({"feed", "robots", "none"})
_SYSTEM_STEMS = frozenset({"feed", "sitemap", "robots"})


@dataclass(frozen=True)
class Spot:
    """Where a text file stands, before it is read.

    `hidden` says why the old site did not publish it; `out` that nothing is made of it then.
    """

    kind: str
    folder: str = ""
    hidden: str = ""
    out: bool = False


def is_text(path: str) -> bool:
    """Whether a file may be a page: by its suffix, or because it has none."""
    pure = PurePosixPath(path)
    if path in _NOT_PAGES or pure.name.startswith("."):
        return False
    suffix = pure.suffix.lower()
    if suffix and " " not in suffix:
        return suffix in _TEXT
    return len(pure.parts) > 1 and pure.name.lower() not in _BUILD_NAMES


def spot_of(path: str, config: SiteConfig, collections: dict[str, CollectionSettings]) -> Spot:
    """The place of a text file in Jekyll's eyes."""
    parts = PurePosixPath(path).parts
    for special in ("_posts", "_drafts"):
        if special in parts[:-1]:
            place = parts.index(special)
            return _post(path, parts[:place], parts[place + 1 :], special, config)
    if parts[0].startswith("_"):
        name = parts[0][1:]
        if len(parts) == 1 or name not in collections:
            return Spot(Kind.PAGE, "", "in no collection of the site", out=True)
        if not collections[name].is_published:
            return Spot(Kind.PAGE, "", "its collection is not published", out=True)
        if is_passed_over("/".join(parts[1:])):
            return Spot(Kind.PAGE, "", "its name begins or ends with a special character", out=True)
        return Spot(Kind.DOCUMENT, name)
    if is_passed_over(path):
        return Spot(Kind.PAGE, "", "its name begins or ends with a special character", out=True)
    if is_excluded(path, config.excluded, config.included):
        return Spot(Kind.PAGE, "", "excluded by _config.yml", out=True)
    return Spot(Kind.PAGE)


def kind_of(
    path: str, spot: Spot, front: dict[str, Any], body: str, room: str, post_folders: set[str]
) -> tuple[str, str]:
    """The kind and the folder of a document whose front matter was read."""
    layout = str(front.get("layout") or "").strip().lower()
    if spot.kind == Kind.POST:
        return (Kind.ENTRY if _is_entry(front, body, layout) else Kind.POST), spot.folder
    if spot.kind == Kind.DOCUMENT:
        return Kind.DOCUMENT, spot.folder
    pure = PurePosixPath(path)
    parent = "" if str(pure.parent) == "." else str(pure.parent)
    if pure.stem == "index" and not parent:
        return Kind.HOME, ""
    generated = pure.stem.lower() in _SYSTEM_STEMS and not pure.suffix.lower().startswith(".m")
    if pure.stem == "404" or generated or layout in _SYSTEM_LAYOUTS:
        return Kind.SYSTEM, ""
    if pure.stem == "index" and room and parent == room:
        return Kind.NEWSROOM, parent
    if pure.stem == "index" and (parent in post_folders or layout.startswith("resources")):
        return Kind.CATEGORY, parent
    by_layout = {"contact_us": Kind.CONTACT, "contact-us": Kind.CONTACT, "search": Kind.SEARCH}
    return by_layout.get(layout, Kind.PAGE), ""


def post_folder(path: str) -> str | None:
    """The folder above `_posts`; None when the file is no post."""
    parts = PurePosixPath(path).parts
    if "_posts" not in parts[:-1]:
        return None
    return "/".join(parts[: parts.index("_posts")])


def is_public_file(path: str, config: SiteConfig) -> bool:
    """Whether a file that is no page had an address of its own that people may know."""
    pure = PurePosixPath(path)
    if is_passed_over(path) or is_excluded(path, config.excluded, config.included):
        return False
    if pure.parts[0] in _PUBLIC_FOLDERS and pure.suffix.lower() not in _TEXT:
        return True
    return bool(pure.suffix) and pure.suffix.lower() not in _BUILD_SUFFIXES | _TEXT


def _post(
    path: str, above: tuple[str, ...], below: tuple[str, ...], special: str, config: SiteConfig
) -> Spot:
    folder = "/".join(above)
    if above and is_passed_over(folder):
        hidden = "its folder's name begins with a special character"
    elif is_excluded(path, config.excluded, config.included):
        hidden = "excluded by _config.yml"
    elif special == "_drafts":
        hidden = "a draft"
    elif is_passed_over("/".join(below)) or not POST_NAME.match(below[-1]):
        hidden = "its name does not begin with a date"
    elif name_date(below[-1]) is None:
        hidden = "the date in its name does not exist"
    else:
        hidden = ""
    return Spot(Kind.POST, folder, hidden)


def _is_entry(front: dict[str, Any], body: str, layout: str) -> bool:
    """Whether a post only stands in listings and leads elsewhere."""
    if layout in _ENTRY_LAYOUTS:
        return True
    permalink = str(front.get("permalink") or "").strip()
    if permalink:
        return is_full_address(permalink)
    leads = str(front.get("external") or front.get("file_url") or "").strip()
    return bool(leads) and not body.strip()
