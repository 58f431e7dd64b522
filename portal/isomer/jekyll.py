"""Jekyll's rules for addresses and front matter defaults (4.3: url.rb, utils.rb, reader.rb)."""

import re
import unicodedata
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.isomer.dates import POST_NAME

_STYLES = {
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_CONVERTED = frozenset({".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".html", ".htm"})
_SPECIAL = (".", "_", "#", "~")
#: What stays in a slug beside letters, marks and digits.
_PRETTY = frozenset("._~!$&'()+,;=@")


def is_passed_over(path: str) -> bool:
    """Whether Jekyll looks past a file because of how it or one of its folders is called.

    Folders of posts and of collections are looked at by rules of their own.
    """
    parts = PurePosixPath(path).parts
    return any(part.startswith(_SPECIAL) or part.endswith(("~", ".")) for part in parts)


def is_excluded(path: str, patterns: frozenset[str], included: frozenset[str]) -> bool:
    """Whether the configuration's `exclude` names a file, as a pattern or as a beginning."""
    if path in included or PurePosixPath(path).name in included:
        return False
    return any(
        path.startswith(pattern) or fnmatchcase(path, pattern) for pattern in patterns if pattern
    )


def defaults_for(sets: Any, path: str, kind: str) -> dict[str, Any]:
    """The front matter that `defaults` gives a file; `kind` is pages, posts or a collection."""
    found: dict[str, Any] = {}
    last: dict[str, Any] | None = None
    for entry in sets if isinstance(sets, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict):
            continue
        scope = entry.get("scope")
        scope = scope if isinstance(scope, dict) else {}
        if not _applies(scope, path, kind):
            continue
        if last is None or _has_precedence(last, scope):
            found, last = {**found, **entry["values"]}, scope
        else:
            found = {**entry["values"], **found}
    return found


def pretty_slug(name: str) -> str:
    """A name in an address: runs of other characters become one hyphen, none at the ends."""
    kept = [char if char in _PRETTY or _is_word(char) else "-" for char in name]
    slug = re.sub(r"-+", "-", "".join(kept))
    return slug.removeprefix("-").removesuffix("-")


def post_slug(path: str) -> str:
    """The part of a post's address that comes from its file name."""
    name = PurePosixPath(path).name
    match = POST_NAME.match(name)
    stem = match.group(2) if match else PurePosixPath(name).stem
    return pretty_slug(stem.rstrip("."))


def post_address(
    path: str, front: dict[str, Any], folder: str, day: date | None, style: str
) -> str:
    """Where a post without a permalink is served."""
    categories = [part for part in folder.split("/") if part]
    for key in ("category", "categories"):
        value = front.get(key)
        more = value if isinstance(value, list) else str(value or "").split()
        if key == "category" and isinstance(value, str):
            more = [value]
        categories += [str(part) for part in more if str(part).strip()]
    slug = front.get("slug")
    suffix = PurePosixPath(path).suffix
    values = {
        "categories": "/".join(dict.fromkeys(name.lower() for name in categories)),
        "title": pretty_slug(str(slug)) if slug else post_slug(path),
        "output_ext": ".html" if suffix.lower() in _CONVERTED else suffix,
        **_parts_of(day or date(1970, 1, 1)),
    }
    return fill(_STYLES.get(style, style), values)


def document_address(path: str, label: str, template: str, style: str) -> str:
    """Where a page of a collection without a permalink is served."""
    inner = path.split("/", 1)[1]
    suffix = PurePosixPath(path).suffix
    stem = (inner.removesuffix(suffix) if suffix else inner).rstrip(".")
    values = {
        "collection": label,
        "path": f"/{stem}",
        "name": PurePosixPath(stem).name,
        "title": pretty_slug(PurePosixPath(stem).name),
        "output_ext": ".html" if suffix.lower() in _CONVERTED else suffix,
    }
    return fill(template or _with_ending("/:collection/:path", style), values)


def page_address(path: str, style: str) -> str:
    """Where any other page without a permalink is served."""
    pure = PurePosixPath(path)
    folder = "" if str(pure.parent) == "." else f"/{pure.parent}"
    stem = path.rsplit("/", 1)[-1].removesuffix(pure.suffix).rstrip(".")
    if pure.suffix.lower() not in _CONVERTED:
        return clean(f"{folder}/{stem}{pure.suffix}")
    if stem == "index":
        return clean(f"{folder}/")
    ending = _with_ending("", style).replace(":output_ext", ".html")
    return clean(f"{folder}/{stem}{ending}")


def permalink_address(permalink: Any) -> str:
    """The decoded path of a permalink; "" when it is a full address or no path at all."""
    text = str(permalink or "").strip()
    if text[:1] in {"'", '"'}:
        text = text.strip("'\"").strip()
    if not text or is_full_address(text):
        return ""
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    decoded = clean(unquote(path))
    return "" if any(part in {".", ".."} for part in decoded.split("/")) else decoded


def is_full_address(text: str) -> bool:
    """Whether a permalink names a host, or a scheme, instead of a path."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return True
    return bool(parts.scheme) or text.startswith("//")


def clean(path: str) -> str:
    """An address without what would climb: Jekyll takes `..` and `./` out and joins slashes."""
    return re.sub(r"/{2,}", "/", f"/{path}".replace("..", "/").replace("./", ""))


def fill(template: str, values: dict[str, str]) -> str:
    """A template with its placeholders filled in; one that is unknown stays empty."""
    return clean(_PLACEHOLDER.sub(lambda match: values.get(match[1], ""), template))


def _with_ending(template: str, style: str) -> str:
    if style == "pretty" or (style not in _STYLES and style.endswith("/")):
        return f"{template}/"
    if style in {"date", "ordinal", "none"} or style.endswith(":output_ext"):
        return f"{template}:output_ext"
    return template


def _parts_of(day: date) -> dict[str, str]:
    names = {"year": "%Y", "month": "%m", "day": "%d", "y_day": "%j", "week": "%V",
             "short_day": "%a", "short_month": "%b", "long_month": "%B", "short_year": "%y"}  # fmt: skip
    parts = {name: day.strftime(form) for name, form in names.items()}
    return {**parts, "i_day": str(day.day), "i_month": str(day.month)}


def _applies(scope: dict[str, Any], path: str, kind: str) -> bool:
    wanted = str(scope.get("type") or kind)
    if {"page": "pages", "post": "posts"}.get(wanted, wanted) != kind:
        return False
    start = str(scope.get("path") or "").lstrip("/")
    if "*" not in start:
        return path.startswith(start)
    parents = [path, *(str(parent) for parent in PurePosixPath(path).parents)]
    return any(fnmatchcase(parent, start.rstrip("/")) for parent in parents)


def _has_precedence(old: dict[str, Any], new: dict[str, Any]) -> bool:
    old_path, new_path = str(old.get("path") or ""), str(new.get("path") or "")
    if len(old_path) != len(new_path):
        return len(new_path) > len(old_path)
    return "type" in new or "type" not in old


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"
