"""The same words searched for in two ways, in a site that `filling` wrote: a process behind `growth`.

`python -m tests.benchmarks.searching` prints one JSON object with the names of what can be searched
for, then answers each name that it reads with milliseconds: of the site's own search, and of
Wagtail's search in the database, as wagtail/bakerydemo asks it. Both count what they found and take
the first ten. What takes longer than `PATIENCE` is given up, and not tried again.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter

import django
from django.core.paginator import Paginator
from django.db import DatabaseError, connection, transaction

from tests.benchmarks.filling import COMMON, EVERYWHERE, RARE

WORDS = {"rare word": RARE, "common word": COMMON, "word of every text": EVERYWHERE}
PER_PAGE = 10
#: Seconds.
PATIENCE = 20


def of_this_site(word: str) -> None:
    """What a page of results asks for."""
    from pages.search.results import ResultPaginator, search

    list(ResultPaginator(search(word), PER_PAGE).page(1))


def of_wagtail(word: str) -> None:
    """The view of bakerydemo, with the pages that its template shows."""
    from wagtail.models import Page

    found = Paginator(Page.objects.live().search(word), PER_PAGE).page(1)
    for page in found:
        str(page.specific)


@contextmanager
def patience() -> Iterator[None]:
    """Statements inside fail once it has ended."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
            yield
            return
        end = monotonic() + PATIENCE
        connection.connection.set_progress_handler(lambda: monotonic() > end, 20_000)
        try:
            yield
        finally:
            connection.connection.set_progress_handler(None, 0)


def main() -> None:
    """Answer names with costs until there are no more."""
    print(json.dumps(list(WORDS)), flush=True)
    given_up: set[str] = set()

    def spent(search: Callable[[str], None], word: str) -> float:
        start = perf_counter()
        search(word)
        return (perf_counter() - start) * 1000

    for line in sys.stdin:
        word = WORDS[line.rstrip("\n")]
        ours, stock = spent(of_this_site, word), PATIENCE * 1000.0
        if word not in given_up:
            try:
                with patience():
                    stock = spent(of_wagtail, word)
            except DatabaseError:
                given_up.add(word)
        print(json.dumps([ours, stock]), flush=True)


if __name__ == "__main__":
    django.setup()
    main()
