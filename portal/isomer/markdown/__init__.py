"""Markdown with kramdown's meaning, rendered by markdown-it-py.

kramdown 2.4 with Jekyll's GFM input differs from CommonMark where its authors notice it: HTML
blocks end at their closing tag and not at a blank line, `#Heading` needs no space, ordered lists
always start at 1 unless an attribute list says otherwise, and quotes and dashes become typographic.
The HTML keeps every construct on the line it has in the source, so that a parser's line numbers
are the source's.
"""

from functools import cache

from markdown_it import MarkdownIt

from portal.isomer.markdown.attributes import attribute_lists
from portal.isomer.markdown.blocks import kramdown_blocks
from portal.isomer.markdown.renderer import AlignedRenderer
from portal.isomer.markdown.tables import kramdown_tables
from portal.isomer.markdown.typography import typography

__all__ = ["to_html"]


@cache
def _engine() -> MarkdownIt:
    engine = MarkdownIt(
        "commonmark",
        {"typographer": True, "html": True, "maxNesting": 60},
        renderer_cls=AlignedRenderer,
    )
    engine.enable(["strikethrough", "smartquotes"])
    engine.disable(["html_block", "heading"])
    return engine.use(kramdown_blocks).use(kramdown_tables).use(attribute_lists).use(typography)


def to_html(body: str) -> str:
    """The HTML of a Markdown body, line for line."""
    return _engine().render(body)
