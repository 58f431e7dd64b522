"""The options of a facet. A large archive has a hundred of them on each page of a list; a template
would take as long for them as for the rest of the page.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_LINK = '<li><a href="{}"{}>{} <span class="facet-count">{}</span></a></li>'
_CHOICE = '<option value="{}"{}>{} ({})</option>'
_CURRENT, _SELECTED = mark_safe(' aria-current="true"'), mark_safe(" selected")


@register.filter
def as_links(options: Iterable[dict[str, Any]]) -> SafeString:
    """The options as entries of a list, each of them a link to what it shows."""
    return format_html_join("\n", _LINK, (_row(option, "url", _CURRENT) for option in options))


@register.filter
def as_choices(options: Iterable[dict[str, Any]]) -> SafeString:
    """The options as those of a field of a form."""
    return format_html_join("\n", _CHOICE, (_row(option, "value", _SELECTED) for option in options))


@register.filter
def selected(options: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the options that the visitor has chosen."""
    return [option for option in options if option["is_selected"]]


def _row(option: dict[str, Any], name: str, mark: SafeString) -> tuple[Any, ...]:
    chosen = mark if option["is_selected"] else ""
    return option[name], chosen, option["label"], option["count"]
