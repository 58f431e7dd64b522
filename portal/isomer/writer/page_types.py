"""The model of each page type, and which fields the import sets."""

from typing import Any

from newsroom.models import (
    NewsArticlePage,
    NewsLinkPage,
    NewsListPage,
    NewsroomPage,
    PressReleasePage,
)
from pages.models import (
    BasePage,
    ContactPage,
    ContentPage,
    HomePage,
    SearchPage,
    SectionPage,
    StrategyPage,
)
from portal.isomer.mapping import PageType

MODELS: dict[str, type[BasePage]] = {
    PageType.HOME: HomePage,
    PageType.STRATEGY: StrategyPage,
    PageType.CONTENT: ContentPage,
    PageType.SECTION: SectionPage,
    PageType.CONTACT: ContactPage,
    PageType.SEARCH: SearchPage,
    PageType.NEWSROOM: NewsroomPage,
    PageType.NEWS_LIST: NewsListPage,
    PageType.PRESS_RELEASE: PressReleasePage,
    PageType.ARTICLE: NewsArticlePage,
    PageType.LINK: NewsLinkPage,
}


def fitting(model: type[BasePage], name: str, value: Any) -> tuple[Any, bool]:
    """A text cut to its field's length, and whether it had to be cut."""
    limit = getattr(model._meta.get_field(name), "max_length", None)
    if limit and isinstance(value, str) and len(value) > limit:
        return value[: limit - 1].rsplit(" ", 1)[0] + "…", True
    return value, False
