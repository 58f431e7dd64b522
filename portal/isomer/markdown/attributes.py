"""Attribute lists, `{: .class #id key="value" name}` (kramdown syntax, "Attribute List Definitions").

Straight quotes alone make a value: a list with curly quotes says nothing, but it is still a list
and not text.
"""

import re

from portal.isomer.markdown.nodes import AttributeList, Node, merge

_SPACE = r"[ \t\r\n\f\v]"
#: The inside of a list. It may run over a few lines; the bounds keep an unclosed brace cheap.
INSIDE = r"((?:[^}\\\n]{1,400}+|\\[^\n]|\n){1,12}+)"
_PART = re.compile(
    rf"""(?:\A|{_SPACE})(?:
        ([a-zA-Z0-9_][\w-]*)=(["'])((?:\\\}}|\\["']|[^}}])*?)\2
      | ([a-zA-Z0-9_][\w-]*)
      | ((?:\#[A-Za-z][\w:-]*|\.[^\s.\#]+)+)
    )(?={_SPACE}|\Z)""",
    re.VERBOSE | re.ASCII,
)
_ID_OR_CLASS = re.compile(r"#([A-Za-z][\w:-]*)|\.([^\s.#]+)", re.ASCII)


def parse(inside: str) -> AttributeList:
    """The attribute list of what stands between `{:` and `}`."""
    found = AttributeList()
    for match in _PART.finditer(inside):
        key, quote, value, name, marks = match.groups()
        if key:
            found.values[key] = value.replace("\\}", "}").replace(f"\\{quote}", quote)
        elif name:
            found.names.append(name)
        else:
            for given_id, given_class in _ID_OR_CLASS.findall(marks):
                merge(found.values, {"class": given_class} if given_class else {"id": given_id})
    return found


def apply(node: Node, given: AttributeList, definitions: dict[str, AttributeList]) -> None:
    """Set a node's attributes; a named list brings its own, and those that it names in turn."""
    _apply(node.attrs, given, definitions, set())


def _apply(
    attrs: dict[str, str],
    given: AttributeList,
    definitions: dict[str, AttributeList],
    seen: set[str],
) -> None:
    for name in given.names:
        # A name inside its own definition would lead round in circles.
        if name in definitions and name not in seen:
            _apply(attrs, definitions[name], definitions, seen | {name})
    merge(attrs, given.values)
