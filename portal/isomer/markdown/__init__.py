"""Markdown with kramdown's meaning: kramdown 2.4 with the GFM input that Jekyll 4.3 sets.

`blocks` reads lines into a tree, `spans` the words in it, `renderer` writes it as HTML. The rules
are those of kramdown's documented syntax, checked against kramdown's own output. The HTML keeps
every construct on the line it has in the source, so that a parser's line numbers are the source's;
only footnotes stand behind everything else, as kramdown puts them. Time grows with the length of
the text alone: what could run deeper or further than any author writes has a bound.
"""

from portal.isomer.markdown.document import Document
from portal.isomer.markdown.renderer import Renderer

__all__ = ["to_html"]


def to_html(body: str) -> str:
    """The HTML of a Markdown body, line for line."""
    return Renderer(Document(body)).html()
