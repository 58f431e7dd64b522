"""Running text in templates, its footnote marks as links."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from pages import footnotes, rich_text

register = template.Library()


@register.simple_tag
def prose(text: RichText, page: Any, html: str | None = None) -> SafeString:
    """A text of the page's story; `html` when it was expanded, and perhaps numbered, before."""
    expanded = rich_text.expanded(text.source) if html is None else html
    return footnotes.link(expanded, text, page)
