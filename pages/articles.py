"""What is told of pages that are articles, beside what is told of any page."""

from dataclasses import dataclass, field
from datetime import date
from functools import singledispatch

from wagtail.models import Page

from pages.structured_data.values import moment


@dataclass(frozen=True)
class Article:
    """What is told of a page that is an article beside what is told of any page."""

    published: date
    modified: date | None = None
    section: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def published_time(self) -> str:
        return moment(self.published)

    @property
    def modified_time(self) -> str:
        return moment(self.modified)


@singledispatch
def article(page: Page) -> Article | None:
    """What is told of an article; other applications register their page types."""
    return None
