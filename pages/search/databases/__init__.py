"""How each database finds words: one interface, `of_this_site()` gives the one in use."""

from functools import cache

from django.db import connection

from pages.search.databases.base import Candidate, SearchDatabase
from pages.search.databases.postgres import Postgres
from pages.search.databases.sqlite import SQLite

__all__ = ["Candidate", "SearchDatabase", "of_this_site"]


@cache
def of_this_site() -> SearchDatabase:
    """The search of the default database."""
    return Postgres() if connection.vendor == "postgresql" else SQLite()
