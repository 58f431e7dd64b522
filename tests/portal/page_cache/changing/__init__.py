"""Everything that can happen to a site, done by the doors through which it happens in earnest.

A change is a function of the site and of chance. One that has several steps yields between them:
what visitors see is looked at after each.
"""

from tests.portal.page_cache.changing.around import AROUND
from tests.portal.page_cache.changing.newsroom import NEWSROOM
from tests.portal.page_cache.changing.pages import PAGES
from tests.portal.page_cache.changing.quiet import QUIET
from tests.portal.page_cache.changing.times import TIMES

CHANGES = {**PAGES, **NEWSROOM, **AROUND, **TIMES, **QUIET}

__all__ = ["CHANGES", "QUIET"]
