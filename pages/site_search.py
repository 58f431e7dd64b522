"""Search over the public site: any input gets an answer.

Wagtail's database backends choke on NUL and on unbalanced quotes, so the query is cut down to
plain words first.
"""

import logging
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import DatabaseError, transaction
from wagtail.models import Page

from pages import visibility

MAX_LENGTH = 200
MAX_WORDS = 12
MAX_RESULTS = 200
_NOT_A_WORD = re.compile(r"[^\w\s.’'-]+")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Results:
    """Pages by relevance, and how many there are of each kind before a kind is chosen."""

    pages: list[Page] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    chosen: str = ""


def clean_query(text: str) -> str:
    """The words of a query that a search backend can take; empty when none are left."""
    words = _NOT_A_WORD.sub(" ", text[:MAX_LENGTH].replace("\x00", " ")).split()
    return " ".join(word for word in words[:MAX_WORDS] if re.search(r"\w", word))


def search(query: str, kind: str = "") -> Results:
    """Public pages that match a cleaned query; `kind` is a `kind_label`, or nothing."""
    if not query:
        return Results()
    try:
        with transaction.atomic():
            # The gate as a sub-query: its conditions are no fields of the search index.
            public = visibility.public(Page.objects.filter(depth__gt=1)).values("pk")
            matches = Page.objects.filter(pk__in=public).search(query)[:MAX_RESULTS]
            ids = [page.pk for page in matches]
            specific = visibility.public_pages(ids)
            found = [specific[pk] for pk in ids if pk in specific]
    except DatabaseError:
        logger.exception("The search backend could not answer a cleaned query")
        return Results()
    kinds: dict[str, int] = {}
    for page in found:
        name = page.kind_label
        kinds[name] = kinds.get(name, 0) + 1
    if kind in kinds:
        return Results([page for page in found if page.kind_label == kind], kinds, kind)
    return Results(found, kinds)


def kind_facet(results: Results, query: str) -> dict:
    """The kinds to choose from, as the facet component takes them."""
    options = [
        {
            "label": name,
            "value": name,
            "count": count,
            "url": "?"
            + urlencode({"q": query} | ({} if name == results.chosen else {"kind": name})),
            "is_selected": name == results.chosen,
        }
        for name, count in sorted(results.kinds.items())
    ]
    return {"name": "kind", "label": "Kind", "options": options}
