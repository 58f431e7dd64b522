"""A site with so many articles: `python -m tests.benchmarks.filling NUMBER`.

Its texts are made of made-up words that are as unequally common as those of a language, and of a few
known ones: in how many texts each of those is, the search is measured by.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, islice, product

import django
from django.core.management import call_command
from django.db import connection, transaction

TOPICS = 40
#: Known words, and in one of how many texts each is.
EVERYWHERE, COMMON, RARE = "government", "harbour", "lighthouse"
SHARES = {EVERYWHERE: 1, COMMON: 11, RARE: 1_000}
#: How many other words there are, and how many a text has.
VOCABULARY, LENGTH = 20_000, 150
_FIRST = ("ba", "be", "di", "do", "fa", "ka", "le", "lo", "mi", "na", "no", "pa", "ra", "ri", "su")
_LAST = ("bal", "der", "dom", "fin", "gar", "kel", "lim", "mor", "nar", "pol", "rak", "tan", "vor")


def vocabulary() -> list[str]:
    """Made-up words, the commonest first."""
    made = ("".join(parts) for parts in product(_LAST, _FIRST, _FIRST, _LAST))
    return list(islice(made, VOCABULARY))


class Author:
    """Writes the title, the summary and the text of an item, the same each time."""

    def __init__(self) -> None:
        self._words = vocabulary()
        # The word at a rank is so much rarer than the commonest one (Zipf).
        self._weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def __call__(self, place: int) -> tuple[str, str, str]:
        chance = random.Random(place)
        words = chance.choices(self._words, cum_weights=self._weights, k=LENGTH)
        for known, share in SHARES.items():
            if place % share == 0:
                words[chance.randrange(10, LENGTH)] = known
        title = " ".join(words[:6]).capitalize()
        return f"{title} {place}", f"{' '.join(words[4:16])}.", f"{' '.join(words)}."


def fill(number: int) -> None:
    """Write a site whose one list holds so many articles, with everything that reads them."""
    from fixtures import factories as make
    from fixtures.factories.crowd import add_items

    home = make.HomePageFactory(site_root=True, slug="front")
    make.SearchPageFactory(slug="search", parent=home)
    hub = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=hub)
    make.NewsListFactory(slug="speeches", parent=hub)
    make.NewsArticleFactory(slug="article", parent=news)
    make.UserFactory(username="boss", group="Administrators")
    latest = {"title": "Latest", "listing": hub, "count": "6", "link_label": "All"}
    home.body = [("latest_items", latest)]
    home.save_revision().publish()
    topics = [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS)]
    add_items(news, number, topics, Author())
    call_command("check_listings")
    # Each page would else wait until the disk has it.
    with without_word_indexes(), transaction.atomic():
        call_command("update_index", verbosity=0)
    count_rows()


@contextmanager
def without_word_indexes() -> Iterator[None]:
    """PostgreSQL makes its indexes of words once the block has ended, all at once."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE schemaname = 'public' AND indexdef LIKE '% USING gin %'"
        )
        definitions = dict(cursor.fetchall())
        for name in definitions:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for definition in definitions.values():
            cursor.execute(definition)


def count_rows() -> None:
    """Let the database know what it plans statements by."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
