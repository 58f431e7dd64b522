"""What the head of a page says about it."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages import metadata
from pages.structured_data import graph

register = template.Library()


def given(context: template.Context) -> dict[str, Any]:
    """What the template was given, by name."""
    return {str(name): value for name, value in context.flatten().items()}


@register.simple_tag(takes_context=True)
def page_metadata(context: template.Context, page: Page) -> metadata.Metadata:
    """The facts for search engines and social networks."""
    return metadata.metadata(page, context.get("request"), given(context))


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context, page: Page) -> SafeString:
    """The page as schema.org describes it; nothing for a page that is not public."""
    return graph.script(page, context.get("request"), given(context))
