"""A graph of JSON-LD against the vocabulary: a list of what is wrong with it."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.pages.structured_data.vocabulary import (
    DAYS,
    PROPERTIES,
    REQUIRED,
    REQUIRED_OF_A_STEP,
    TYPES,
)


def graph_in(html: bytes) -> list[dict]:
    """The nodes of the one data block of a page; empty without one."""
    scripts = BeautifulSoup(html, "lxml").select("script[type='application/ld+json']")
    assert len(scripts) <= 1
    if not scripts:
        return []
    data = json.loads(scripts[0].string)
    assert set(data) == {"@context", "@graph"} and data["@context"] == "https://schema.org"
    return data["@graph"]


def node_of(graph: list[dict], *types: str) -> dict:
    """The one node of these types."""
    (found,) = [node for node in graph if node["@type"] in types]
    return found


def faults(graph: list[dict]) -> list[str]:
    """What is wrong, each as a line that names the node and the property."""
    ids = [node.get("@id") for node in graph]
    known = {node["@id"]: node["@type"] for node in graph if "@id" in node}
    found = [f"{name} stands twice" for name in set(ids) if ids.count(name) > 1]
    for node in graph:
        if not _is_address(node.get("@id")):
            found.append(f"{node['@type']} has no address for its @id")
        found += _faults_of(node, known)
    return found


def _faults_of(node: dict, known: dict[str, str]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in TYPES:
        yield f"unknown type {kind!r}"
        return
    taken = _properties_of(kind)
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        if name not in taken:
            yield f"{kind} has no {name}"
            continue
        values = value if isinstance(value, list) else [value]
        if not values:
            yield f"{kind}.{name} is empty"
        for one in values:
            if not any(_is_a(one, expected, known) for expected in taken[name]):
                yield f"{kind}.{name} is no {' or '.join(taken[name])}: {one!r}"
            if isinstance(one, dict) and "@type" in one:
                yield from _faults_of(one, known)
    missing = [name for name in REQUIRED.get(kind, ()) if not node.get(name)]
    if kind == "BreadcrumbList":
        for place, step in enumerate(node.get("itemListElement", []), start=1):
            missing += [name for name in REQUIRED_OF_A_STEP if not step.get(name)]
            if step.get("position") != place:
                yield f"step {place} says that it is {step.get('position')}"
    yield from (f"{kind} lacks {name}" for name in missing)


def _properties_of(kind: str) -> dict[str, tuple[str, ...]]:
    taken = dict(PROPERTIES.get(kind, {}))
    for above in TYPES[kind]:
        taken |= _properties_of(above)
    return taken


def _is_a(value: Any, expected: str, known: dict[str, str]) -> bool:
    if expected in TYPES:
        if not isinstance(value, dict):
            return False
        # A reference has to lead to a node of the same page.
        kind = value.get("@type") or known.get(value.get("@id", ""), "")
        return _is_below(kind, expected)
    return _SIMPLE[expected](value)


def _is_below(kind: str, expected: str) -> bool:
    return kind == expected or any(_is_below(above, expected) for above in TYPES.get(kind, ()))


def _is_address(value: Any) -> bool:
    if not isinstance(value, str) or re.search(r"[\s<>\"]", value):
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value == value.strip()


def _is_instant(value: Any) -> bool:
    """With an offset: without one nobody knows which instant is meant."""
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _reads_as(kind: type, pattern: str):
    def read(value: Any) -> bool:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            return False
        try:
            kind.fromisoformat(value)  # type: ignore[attr-defined]
        except ValueError:
            return False
        return True

    return read


_SIMPLE = {
    "Date": _reads_as(date, r"\d{4}-\d\d-\d\d"),
    "DateTime": _is_instant,
    "DayOfWeek": lambda value: value in DAYS,
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Text": _is_text,
    "Time": _reads_as(time, r"\d\d:\d\d"),
    "URL": _is_address,
}
