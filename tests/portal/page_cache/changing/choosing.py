"""Which page something happens to, and names that nobody has had before."""

import itertools
import random
from collections.abc import Callable, Iterator

from wagtail.models import Page

from fixtures.factories.lifecycle import publish
from tests.portal.page_cache.everything import Everything

Change = Callable[[Everything, random.Random], Iterator[None] | None]
_numbers = itertools.count(1)


def fresh(word: str) -> str:
    """A word that nobody has used yet."""
    # Titles of the factories have numbers of their own, and slugs are made of titles.
    return f"fresh {word} {next(_numbers)}"


def a_page(chance: random.Random, *models: type[Page], live: bool = True, lower: int = 3) -> Page:
    """Any page of these types, or of all, from this depth on; any other one where there is none."""
    pages = Page.objects.filter(depth__gte=lower, alias_of=None)
    chosen = pages.type(*models) if models else pages
    found = list(chosen.filter(live=live).order_by("pk")) or list(chosen.order_by("pk"))
    return chance.choice(found or list(pages.order_by("pk"))).specific


def published(page: Page, **changes) -> Page:
    """The page with other values, published."""
    for name, value in changes.items():
        setattr(page, name, value)
    return publish(page)


def again(thing):
    """The same row as the database has it."""
    return type(thing)._base_manager.filter(pk=thing.pk).first()
