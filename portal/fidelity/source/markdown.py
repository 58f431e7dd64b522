"""The reference reading of a body, with another Markdown library than the importer's."""

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from portal.fidelity.source.documents import Document
from portal.fidelity.source.html_blocks import html_blocks
from portal.fidelity.source.kramdown import carry_out_liquid, numbered, prepare

_EXTENSIONS = ["fenced_code", "footnotes", "def_list", "tables", "abbr", "md_in_html"]
_NOT_WORD = re.compile(r"[^\w\- \t]")
_TAG = re.compile(r"<[^>]*>")


class _HeadingIds(Treeprocessor):
    """Ids of headings as kramdown's GitHub parser makes them from the text."""

    def run(self, root: Element) -> None:
        seen: dict[str, int] = {}
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", str(element.tag)) and not element.get("id"):
                text = self._readable("".join(element.itertext()))
                name = re.sub(r"[ \t]", "-", _NOT_WORD.sub("", text.lower())) or "section"
                count = seen[name] = seen.get(name, -1) + 1
                element.set("id", f"{name}-{count}" if count else name)

    def _readable(self, text: str) -> str:
        """The text with what Python-Markdown has put aside while it works."""
        kept = self.md.htmlStash.rawHtmlBlocks
        text = HTML_PLACEHOLDER_RE.sub(lambda match: str(kept[int(match[1])]), text)
        text = text.replace(AMP_SUBSTITUTE, "&")
        return unescape(_TAG.sub("", text))


class _HeadingIdsExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After the inline patterns, so that the text is what a reader sees.
        md.treeprocessors.register(_HeadingIds(md), "heading_ids", 5)


def _engine() -> Markdown:
    options: dict[str, Any] = {"footnotes": {"UNIQUE_IDS": False}}
    extensions: list[Any] = [*_EXTENSIONS, _HeadingIdsExtension()]
    return Markdown(extensions=extensions, extension_configs=options)


class Reference:
    """Turns bodies into HTML; one engine serves a whole repository."""

    def __init__(self) -> None:
        self._markdown = _engine()

    def html(self, document: Document) -> str:
        """The HTML of a document's body as the old site would have shown it."""
        if document.html is not None:
            return document.html
        body = carry_out_liquid(document.body)
        if _is_html(document, body):
            return body
        self._markdown.reset()
        return numbered(self._markdown.convert(prepare(body)))


def _is_html(document: Document, body: str) -> bool:
    """Whether Markdown has no part in a body: HTML files, and what Isomer's editor writes.

    The front matter's `variant` is no guarantee: bodies that say `tiptap` hold Markdown too.
    """
    if document.path.lower().endswith((".html", ".htm")):
        return True
    return not any(
        line.strip()
        for run, is_html in html_blocks(body.split("\n"))
        if not is_html
        for line in run
    )
