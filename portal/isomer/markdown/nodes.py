"""The tree between the Markdown and its HTML."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class AttributeList:
    """What stands in `{: … }`: attributes, and the names of lists defined elsewhere."""

    values: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def add(self, other: "AttributeList") -> None:
        """Take over another list; classes add up, everything else is replaced."""
        self.names += other.names
        merge(self.values, other.values)


class Node:
    """One element, block or span, or a piece of text.

    `text` is the Markdown of a leaf that still has to be read, or the finished characters;
    `line` is the line of the source, counted from 0; `info` is what a kind needs beyond that.
    """

    __slots__ = ("attributes", "attrs", "children", "info", "kind", "line", "text")

    def __init__(self, kind: str, text: str = "", line: int = 0, info: Any = None) -> None:
        self.kind = kind
        self.text = text
        self.line = line
        self.info = info
        self.attrs: dict[str, str] = {}
        self.attributes: AttributeList | None = None
        self.children: list[Node] = []

    def given(self) -> AttributeList:
        """The attribute list of this node, made when it has none yet."""
        if self.attributes is None:
            self.attributes = AttributeList()
        return self.attributes


def merge(attrs: dict[str, str], more: dict[str, str]) -> None:
    """Put attributes over others; classes add up."""
    for key, value in more.items():
        attrs[key] = f"{attrs.get(key, '')} {value}".lstrip() if key == "class" else value


def add_text(into: list[Node], words: str) -> None:
    """Append text; what stands next to text goes on with it."""
    if not words:
        return
    if not into or into[-1].kind != "text":
        into.append(Node("text", info=[]))
    into[-1].info.append(words)
