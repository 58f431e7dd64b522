"""One body: its blocks, then the spans of each, then what is known only at the end."""

import re
import unicodedata
from collections import Counter
from html import unescape

from portal.isomer.markdown import attributes
from portal.isomer.markdown.blocks import BlockReader
from portal.isomer.markdown.code import Fences
from portal.isomer.markdown.nodes import AttributeList, Node
from portal.isomer.markdown.spans import SpanReader

#: Kinds whose Markdown is read once all definitions are known.
_WORDS = frozenset({"p", "heading", "dt", "td", "th", "words"})
_NOT_IN_IDS = re.compile(r"[^\w\- \t]")
_NOT_IN_PLAIN_IDS = re.compile(r"[^a-zA-Z0-9 -]")


class Document:
    """A body as a tree, and what its parts say about each other."""

    def __init__(self, body: str) -> None:
        self.attribute_lists: dict[str, AttributeList] = {}
        self.targets: dict[str, tuple[str, str | None, Node]] = {}
        self.footnotes: dict[str, tuple[Node, Node]] = {}
        self.abbreviations: dict[str, tuple[str, Node]] = {}
        self.fences = Fences()
        self.auto_ids = True
        self.markdown_in_html = False
        self.root = Node("root")
        self._ids: Counter[str] = Counter()
        self._plain_ids: Counter[str] = Counter()
        text = body.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
        BlockReader(self, text).read_into(self.root)
        self._finish(self.root, in_html=False)
        for note, _ in self.footnotes.values():
            self._finish(note, in_html=False)
        if self.auto_ids:
            self._identify(self.root, in_html=False)
            for note, _ in self.footnotes.values():
                self._identify(note, in_html=True)
        if self.abbreviations:
            self._abbreviate()

    def set_options(self, options: dict[str, str]) -> None:
        """What a body can switch by `{::options}`, as far as it changes what is shown."""
        if "auto_ids" in options:
            self.auto_ids = options["auto_ids"] == "true"
        if "parse_block_html" in options:
            self.markdown_in_html = options["parse_block_html"] == "true"

    def _finish(self, parent: Node, *, in_html: bool) -> None:
        """Read the spans of every block, and give each its attributes."""
        for node in parent.children:
            if node.kind in _WORDS:
                node.children = SpanReader(self, node.text, node.line).read()
                _settle(node, breaks=not in_html)
            elif node.children:
                self._finish(node, in_html=in_html or node.kind == "html")
            if node.attributes is not None:
                attributes.apply(node, node.attributes, self.attribute_lists)

    def _identify(self, parent: Node, *, in_html: bool) -> None:
        """Ids for the headings that have none; inside HTML and footnotes by an older rule."""
        for node in parent.children:
            if node.kind == "heading":
                if not node.attrs.get("id"):
                    words = _plain_words(node)
                    node.attrs["id"] = self._plain_id(words) if in_html else self._id(words)
            elif node.kind not in _WORDS:
                self._identify(node, in_html=in_html or node.kind == "html")

    def _id(self, words: str) -> str:
        kept = _NOT_IN_IDS.sub(
            lambda match: match.group() if unicodedata.category(match.group())[0] == "M" else "",
            words.lower(),
        )
        name = kept.replace(" ", "-").replace("\t", "-")
        self._ids[name] += 1
        return name if self._ids[name] == 1 else f"{name}-{self._ids[name] - 1}"

    def _plain_id(self, words: str) -> str:
        kept = _NOT_IN_PLAIN_IDS.sub("", re.sub(r"\A[^a-zA-Z]+", "", words))
        name = kept.replace(" ", "-").lower() or "section"
        self._plain_ids[name] += 1
        return name if self._plain_ids[name] == 1 else f"{name}-{self._plain_ids[name] - 1}"

    def _abbreviate(self) -> None:
        longest_first = sorted(self.abbreviations, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.ASCII)
        for _, node in self.abbreviations.values():
            if node.attributes is not None:
                attributes.apply(node, node.attributes, self.attribute_lists)
        trees = [self.root, *(note for note, _ in self.footnotes.values())]
        while trees:
            parent = trees.pop()
            children: list[Node] = []
            for node in parent.children:
                if node.kind == "text" and pattern.search(node.text):
                    children += self._with_abbreviations(node.text, pattern)
                else:
                    children.append(node)
                    trees.append(node)
            parent.children = children

    def _with_abbreviations(self, words: str, pattern: re.Pattern[str]) -> list[Node]:
        nodes = []
        for place, part in enumerate(pattern.split(words)):
            node = Node("abbr" if place % 2 else "text", part)
            if place % 2:
                title, definition = self.abbreviations[part]
                node.attrs = dict(definition.attrs)
                if title:
                    node.attrs["title"] = title
            nodes.append(node)
        return nodes


def _settle(node: Node, *, breaks: bool) -> None:
    """Join the pieces of each text; a backslash at the end of a line becomes a break."""
    children: list[Node] = []
    for child in node.children:
        if child.kind == "text":
            child.text = "".join(child.info) if child.info else child.text
            if breaks and "\\\n" in child.text:
                last = node.kind != "em" and child is node.children[-1]
                children += _broken(child.text, last=last)
                continue
        elif child.children:
            _settle(child, breaks=breaks and child.kind != "html_span")
        children.append(child)
    node.children = children


def _broken(words: str, *, last: bool) -> list[Node]:
    lines = words.split("\\\n")
    nodes = [Node("text", lines[0])]
    for place, line in enumerate(lines[1:], start=1):
        if not (last and place == len(lines) - 1 and not line):
            nodes.append(Node("br"))
        nodes.append(Node("text", f"\n{line}"))
    return nodes


def _plain_words(node: Node) -> str:
    parts = []
    for child in node.children:
        if child.kind in {"text", "code_span", "math_span"}:
            parts.append(child.text)
        elif child.kind == "symbol":
            parts.append(unescape(child.text))
        else:
            parts.append(_plain_words(child))
    return "".join(parts)
