"""Keeps the search's entries in step with the pages, as one more backend of Wagtail's index.

Wagtail tells it of each page that is stored or rebuilt (`manage.py update_index site`). Only a
live page has an entry: a draft has nothing that could be found.
"""

import logging
from collections.abc import Iterable
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, models, transaction
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from wagtail.models import Page, get_page_models

from pages.models.base import BasePage
from pages.models.search_index import SearchEntry
from pages.search import databases, reading
from pages.search.words import all_tokens

#: Shorter words are not corrected.
MIN_CORRECTED = 4
BATCH = 100

logger = logging.getLogger(__name__)


class SiteIndex(BaseIndex):
    """The entries of all pages."""

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        if not issubclass(model, BasePage):
            return
        learned: set[str] = set()
        hidden = []
        for page in items:
            if isinstance(page, BasePage) and page.live and page.in_site_search:
                entry = entry_of(page)
                databases.of_this_site().write(entry)
                learned |= words_to_suggest(entry)
            else:
                hidden.append(page.pk)
        SearchEntry.objects.filter(pk__in=hidden).delete()
        if learned:
            databases.of_this_site().learn(learned)

    def delete_item(self, item: models.Model) -> None:
        if isinstance(item, Page):
            SearchEntry.objects.filter(pk=item.pk).delete()

    def reset(self) -> None:
        SearchEntry.objects.all().delete()


class SiteRebuilder:
    """Writes every entry anew. Those of pages that went are gone with them already."""

    def __init__(self, index: SiteIndex) -> None:
        self.index = index

    def start(self) -> SiteIndex:
        return self.index

    def finish(self) -> None:
        """Nothing is left to do."""


class SearchBackend(BaseSearchBackend):
    """What WAGTAILSEARCH_BACKENDS names; it only indexes, `pages.search` does the finding."""

    index_class = SiteIndex
    rebuilder_class = SiteRebuilder


def entry_of(page: BasePage) -> SearchEntry:
    """The entry of a live page, not stored yet."""
    text = reading.text_of(page)
    date = page.search_date
    return SearchEntry(
        page_id=page.pk,
        kind=page.search_kind()[0],
        date=date,
        year=date.year if date else None,
        title=text.title,
        summary=text.summary,
        body=text.body,
    )


def words_to_suggest(entry: SearchEntry) -> set[str]:
    """The words of an entry that a misspelt one may have meant."""
    return {
        token.form
        for text in (entry.title, entry.summary, entry.body)
        for token in all_tokens(text)
        if len(token.form) >= MIN_CORRECTED and token.form.isalpha()
    }


def catch_up(**kwargs) -> None:
    """Receives `post_migrate`: index the pages of a site that is older than this index."""
    try:
        with transaction.atomic():
            if SearchEntry.objects.exists() or not Page.objects.filter(depth__gt=1).exists():
                return
            for model in get_page_models():
                if issubclass(model, BasePage) and not model._meta.abstract:
                    _index_all(model)
    except DatabaseError:
        # In the middle of several migrations the tables are not yet what the models say.
        logger.warning("The search has no entries yet: run “manage.py update_index site”.")


def _index_all(model: type[BasePage]) -> None:
    content_type = ContentType.objects.get_for_model(model)
    pages = model.objects.filter(content_type=content_type).order_by("pk")
    index = SiteIndex(SearchBackend({}))
    everything = pages.iterator(chunk_size=BATCH)
    while batch := list(islice(everything, BATCH)):
        index.add_items(model, batch)
