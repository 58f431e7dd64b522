"""The words of entries and cards are written once, and anew when anything in them changes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.template.loader import render_to_string

from fixtures import factories as make
from newsroom.models import NewsArticlePage
from pages import clock, parts

pytestmark = pytest.mark.django_db

#: What an editor may change, and what a reader then sees.
CHANGES: dict[str, tuple[Callable[[NewsArticlePage], object], str]] = {
    "title": (lambda item: setattr(item, "title", "Quillwort"), "Quillwort"),
    "address": (lambda item: setattr(item, "permalink", "/quillwort/"), 'href="/quillwort/"'),
    "day": (lambda item: setattr(item, "date", date(2019, 4, 7)), "2019-04-07"),
    "summary": (lambda item: setattr(item, "summary", "A fern"), "A fern"),
    "kind": (lambda item: setattr(item, "kind", "press-release"), "Press release"),
    "withdrawal": (lambda item: setattr(item, "withdrawn_at", clock.now()), "Withdrawn"),
    "topics": (
        lambda item: item.__dict__.update(topic_list=[make.TopicFactory.build(name="Ferns")]),
        "Ferns",
    ),
}


def entry(item: NewsArticlePage) -> str:
    return render_to_string("components/entry.html", {"item": item, "topics": item.topic_names})


def card(item: NewsArticlePage) -> str:
    return render_to_string("components/item_card.html", {"item": item})


@pytest.fixture
def item(add_item) -> NewsArticlePage:
    return add_item("Clubmoss")


def misses() -> int:
    return parts._kept.cache_info().misses


@pytest.mark.parametrize("show", [entry, card])
def test_what_has_not_changed_is_not_written_again(item: NewsArticlePage, show):
    first, before = show(item), misses()
    assert "Clubmoss" in first
    assert show(NewsArticlePage.objects.get(pk=item.pk)) == first
    assert misses() == before


@pytest.mark.parametrize(
    ("show", "change"),
    # Cards have no topics.
    [(entry, change) for change in CHANGES] + [(card, change) for change in [*CHANGES][:-1]],
)
def test_every_change_is_seen(item: NewsArticlePage, show, change: str):
    make_it, seen = CHANGES[change]
    before = show(item)
    assert seen not in before
    make_it(item)
    assert seen in show(item)
