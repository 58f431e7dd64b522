"""The map of a run: which addresses become which type of page."""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.db.models import TextChoices

from portal.isomer import frontmatter
from portal.isomer.errors import ImportStop

_MAX_BYTES = 1024 * 1024


class PageType(TextChoices):
    """What a source file can become."""

    HOME = "home", "HomePage"
    STRATEGY = "strategy", "StrategyPage"
    CONTENT = "content", "ContentPage"
    SECTION = "section", "SectionPage"
    CONTACT = "contact", "ContactPage"
    SEARCH = "search", "SearchPage"
    NEWSROOM = "newsroom", "NewsroomPage"
    NEWS_LIST = "news-list", "NewsListPage"
    PRESS_RELEASE = "press-release", "PressReleasePage"
    ARTICLE = "article", "NewsArticlePage"
    LINK = "link", "NewsLinkPage"
    SKIP = "skip", "left out"


#: What a map may ask for; the others follow from the repository's structure.
MAPPABLE = (
    PageType.STRATEGY,
    PageType.CONTENT,
    PageType.CONTACT,
    PageType.PRESS_RELEASE,
    PageType.ARTICLE,
    PageType.SKIP,
)
_OTHER_NAMES = {
    "news-article": PageType.ARTICLE,
    "news": PageType.ARTICLE,
    "page": PageType.CONTENT,
}


@dataclass(frozen=True)
class Mapping:
    """Rules in their order; the first that fits decides."""

    rules: tuple[tuple[str, str], ...] = ()

    def type_for(self, address: str) -> str | None:
        """The type a rule asks for; a trailing slash makes no difference, `*` matches anything."""
        bare = address.rstrip("/") or "/"
        for pattern, page_type in self.rules:
            if fnmatchcase(bare, pattern.rstrip("/") or "/") or fnmatchcase(address, pattern):
                return page_type
        return None

    def __str__(self) -> str:
        return "".join(f"{pattern} = {page_type}\n" for pattern, page_type in self.rules)


def read_mapping(path: Path | None) -> Mapping:
    """A map from lines `pattern = type`, a YAML mapping, or JSON lines.

    JSON lines are objects with `pattern` and `type`. Raises ImportStop, naming the line, for
    anything that is not understood.
    """
    if path is None:
        return Mapping()
    try:
        content = path.read_bytes()
        if len(content) > _MAX_BYTES:
            raise ImportStop(f"The map {path} is larger than 1 MB.")
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ImportStop(f"The map {path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ImportStop(f"The map {path} is not a UTF-8 text file.") from error
    return parse_mapping(text, f"The map {path}")


def parse_mapping(text: str, name: str) -> Mapping:
    """A map from its text, as `read_mapping` does; `name` is what errors call it."""
    rules: list[tuple[str, str]] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if line and not line.startswith("#") and line not in {"---", "{", "}"}:
            rules.append(_rule(f"{name}, line {number}", line))
    return Mapping(tuple(rules))


def _rule(where: str, line: str) -> tuple[str, str]:
    pattern, name = _parts(line, where)
    if not pattern.startswith(("/", "*")):
        raise ImportStop(f"{where}: “{pattern}” is no address; it begins with / or *.")
    key = name.lower().replace("_", "-").replace(" ", "-")
    page_type = _OTHER_NAMES.get(key, key)
    if page_type not in MAPPABLE:
        known = ", ".join(MAPPABLE)
        raise ImportStop(f"{where}: “{name}” is no page type; use one of {known}.")
    return pattern, page_type


def _parts(line: str, where: str) -> tuple[str, str]:
    if line.startswith("{"):
        try:
            data = json.loads(line.rstrip(","))
            return str(data["pattern"]).strip(), str(data["type"]).strip()
        except (ValueError, KeyError, TypeError) as error:
            raise ImportStop(
                f'{where}: write {{"pattern": "/path/", "type": "strategy"}}.'
            ) from error
    if "=" in line:
        pattern, _, name = line.rpartition("=")
        return pattern.strip().strip("\"'"), name.strip().strip("\"'")
    try:
        data = frontmatter.load(line.rstrip(","))
    except frontmatter.BadYaml as error:
        raise ImportStop(f"{where}: {error}; write “/path/ = strategy”.") from error
    if not isinstance(data, dict) or len(data) != 1:
        raise ImportStop(f"{where}: “{line[:60]}” is no rule; write “/path/ = strategy”.")
    pattern, name = next(iter(data.items()))
    if not isinstance(name, str) or not name.strip():
        raise ImportStop(f"{where}: the type is missing; write “/path/ = strategy”.")
    return str(pattern).strip(), name.strip()
