"""How values are written in JSON-LD."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_default_timezone

Node = dict[str, Any]

# Inside a script element nothing may end it or open a comment; in JSON all of these can be written
# as escapes. The two separators are line ends to older JavaScript.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def script(data: Mapping[str, Any]) -> SafeString:
    """A script element that holds data.

    Browsers do not run it, so that the content security policy, which forbids inline scripts, does
    not concern it.
    """
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def known(node: Mapping[str, Any]) -> Node:
    """A node without the properties that have no value."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def moment(instant: date | None) -> str:
    """An instant in ISO 8601 with the offset of the site's zone; a day that has no time alone."""
    if isinstance(instant, datetime):
        local = instant.astimezone(get_default_timezone())
        return local.isoformat(timespec="seconds")
    return instant.isoformat() if instant else ""


def reference(node: Node) -> Node:
    """A reference to a node; empty for an empty one."""
    return {"@id": node["@id"]} if node else {}


def references(nodes: list[Node]) -> list[Node]:
    """References to nodes."""
    return [reference(node) for node in nodes]
