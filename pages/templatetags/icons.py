"""Icons of the sprite `static/icons/sprite.svg`."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, *, directional: bool = False) -> SafeString:
    """One symbol of the sprite, hidden from assistive technology: the words beside it say it.

    `directional` marks an arrow, which turns round where reading runs from right to left.
    """
    return _symbol(static("icons/sprite.svg"), name, directional)


@lru_cache(maxsize=500)
def _symbol(sprite: str, name: str, directional: bool) -> SafeString:
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        " icon--directional" if directional else "",
        sprite,
        name,
    )
