"""How far the publication of a page reaches: what of it other answers may have been made from."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page

from pages import dependencies, permalinks
from pages.dependencies import Change

#: What links, menus and breadcrumbs say of a page, or decides whether they may.
_NAME = ("title", "slug", "url_path", "live", "go_live_at", "expire_at", "locale_id")
#: Of these, what decides over the pages below as well.
_PLACE = tuple(field for field in _NAME if field not in {"title", "locale_id"})
_DATES = ("go_live_at", "expire_at")
#: What a page says of itself in the navigation of its section, beside its name.
_IN_SECTION = "nav_group"


#: Says what else the publication of a page changes, from what is stored of it. It is asked before
#: the page is written and afterwards.
Rule = Callable[[Page], Iterable[str]]
_rules: list[Rule] = []


def also(rule: Rule) -> Rule:
    """Register a rule of an application whose pages reach further than the tree tells."""
    _rules.append(rule)
    return rule


@dataclass
class Reach:
    """How far what is written in a block reaches."""

    #: It is only written down when the version is to be published.
    is_planned: bool = False


@contextmanager
def declared(stored: Page | None, page: Page) -> Iterator[Reach]:
    """What the block writes changes this page, and what shows it. `stored` is the page as it was
    before, `page` the object that the block writes.
    """
    reach = Reach()
    if stored is None:
        yield reach
        return
    before = {field: getattr(stored, field) for field in _NAME}
    group = _group_of(stored)
    with dependencies.changing(*_keys(page)) as change:
        change.keys |= _further(page)
        if _has_dates(stored) or _has_dates(page):
            change.keys.add(dependencies.DUE)
        yield reach
        if _has_dates(page):
            change.keys.add(dependencies.DUE)
        if reach.is_planned:
            return
        change.keys |= _further(page)
        differing = {field for field in _NAME if getattr(page, field) != before[field]}
        if differing:
            change.keys |= {permalinks.place_key(page.url_path), *dependencies.names(page)}
        if getattr(page, _IN_SECTION, group) != group:
            change.keys.add(dependencies.names_below(page.path[: -page.steplen]))
        if stored.numchild and not differing.isdisjoint(_PLACE):
            change.reaches_further()


def of_drafts(add_child: Callable) -> Callable:
    """Let the adding of a page that nobody can see yet change no more than the one above it, and
    its translations: a home page gives its language a prefix before it is published.
    """

    @wraps(add_child)
    def adding(parent: Page, **kwargs: Any) -> Page:
        child = kwargs.get("instance")
        if child is None or child.live:
            return add_child(parent, **kwargs)
        of_all = dependencies.translations(child.translation_key)
        with dependencies.changing(*_keys(parent), of_all):
            return add_child(parent, **kwargs)

    return adding


@receiver([post_save, post_delete], dispatch_uid="pages.reach_of_other_pages")
def _see_other_pages(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An alias follows its page, for example."""
    change = dependencies.current_change()
    if change is not None and isinstance(instance, Page) and not _is_named(instance, change):
        change.reaches_further()


def _is_named(page: Page, change: Change) -> bool:
    return dependencies.page(page.pk) in change.keys or not page.live


def _further(page: Page) -> set[str]:
    return {key for rule in _rules for key in rule(page)}


def _has_dates(page: Page) -> bool:
    """Whether anything becomes of it by a date, or did."""
    return any(getattr(page, field) is not None for field in _DATES)


def _group_of(stored: Page) -> str | None:
    """The group in which a stored page stands in its section; None for a type that has none."""
    kind = stored.specific_class or type(stored)
    if _IN_SECTION in stored.__dict__ or not hasattr(kind, _IN_SECTION):
        return stored.__dict__.get(_IN_SECTION)
    return kind._default_manager.filter(pk=stored.pk).values_list(_IN_SECTION, flat=True).first()


def _keys(page: Page) -> set[str]:
    above = (page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen))
    return {
        dependencies.page(page.pk),
        dependencies.numbered(page.pk),
        *map(dependencies.below, above),
    }
