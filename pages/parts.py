"""Parts of pages that show nothing but what they are given: written once for the same arguments.

The header of every page is written from the same few words, and so are the menu, dates and icons.
Such a component looks at neither the request, the clock nor the database; what it is given is
decided anew for each answer, and what it makes of that is always the same. The process keeps what
it wrote last (`{% part %}`). A component that is given anything else than plain values, such as
a page, is written each time.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: So many are kept, none of them longer than this: all together, less than 16 MB.
MOST_KEPT = 1_000
LONGEST = 8_000
#: Values that say everything about themselves. A subclass may say more.
_PLAIN = frozenset({str, SafeString, int, float, bool, type(None), date})


class NotPlain(Exception):
    """A value of which it can't be told whether another one is the same."""


class _Arguments:
    """What a component is given, compared by what it says."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self._said = tuple((name, said(value)) for name, value in values.items())
        self._hash = hash(self._said)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Arguments) and self._said == other._said


def written(template: Template, values: dict[str, Any], context: Context) -> SafeString:
    """The component with these values; `context` is that of the page, of which it sees nothing but
    how values are written.
    """
    try:
        arguments = _Arguments(values)
    except NotPlain:
        return template.render(context.new(values))
    known = _kept(template, get_language(), context.autoescape, arguments)
    return known if known is not None else template.render(context.new(values))


def said(value: Any) -> tuple:
    """What a plain value says, with its type: 1 is not True, and safe words are not escaped.

    Raises NotPlain.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return kind, value
    if kind is list or kind is tuple:
        return kind, *map(said, value)
    if names := _names_of_frozen(kind):
        return kind, *(said(getattr(value, name)) for name in names)
    raise NotPlain


@cache
def _names_of_frozen(kind: Hashable) -> tuple[str, ...]:
    if is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return tuple(field.name for field in fields(kind))
    return ()


@lru_cache(maxsize=MOST_KEPT)
def _kept(
    template: Template, language: str, autoescape: bool, arguments: _Arguments
) -> SafeString | None:
    html = template.render(Context(arguments.values, autoescape=autoescape))
    return html if len(html) <= LONGEST else None


def _forget(**kwargs: Any) -> None:
    """Where static files are, and how dates are written, is a matter of settings."""
    _kept.cache_clear()


setting_changed.connect(_forget, dispatch_uid="pages.parts")
