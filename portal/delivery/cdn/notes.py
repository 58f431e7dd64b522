"""Notes of what has to be purged: effects of the transaction that changes it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate

from newsroom.releases import effects
from newsroom.releases.models.dispatch import Effect
from pages import clock

#: The kind of effect.
KIND = "purge"
Note = dict[str, Any]

#: Tables whose rows change nothing that another row here does not tell: they are written with their
#: page or worked out from it, or say only when something is due.
WITH_OTHERS = frozenset({
    "newsroom_listingcount", "newsroom_listingentry", "newsroom_relateditem",
    "newsroom_releasecontact", "newsroom_topicitem", "pages_permalink",
    "pages_searchentry", "pages_searchword", "releases_release", "releases_unitfailure",
    "taggit_tag", "taggit_taggeditem", "wagtailcore_collection", "wagtailcore_referenceindex",
    "wagtailcore_revision", "wagtailembeds_embed",
    # Who may see what is behind a restriction.
    "wagtailcore_collectionviewrestriction_groups", "wagtailcore_pageviewrestriction_groups",
})  # fmt: skip

_is_migrating = False


def note(**what: Any) -> None:
    """Let the caches in front drop something after the commit of the present transaction."""
    if is_on():
        effects.later(KIND, what)


def note_by_hand() -> None:
    """Let them drop everything after the commit of a transaction that Django knows nothing of: nobody
    hears of its end, so the dispatcher takes the note up.
    """
    now = clock.database_now()
    Effect.objects.create(kind=KIND, payload={"everything": True}, next_attempt_at=now)


def is_on() -> bool:
    """Whether anybody is to be told of changes."""
    return bool(settings.WAGTAILFRONTENDCACHE) and not _is_migrating


def follow() -> None:
    """Know when tables are migrated. Called once, when applications are ready."""
    pre_migrate.connect(_begin, dispatch_uid="cdn.migrating")
    post_migrate.connect(_end, dispatch_uid="cdn.migrated")


def _begin(**_: Any) -> None:
    # What migrations write, they write with models and into tables of another day.
    global _is_migrating
    _is_migrating = True


def _end(plan: Sequence[Any] = (), **_: Any) -> None:
    global _is_migrating
    was_migrating, _is_migrating = _is_migrating, False
    is_wanted = was_migrating and plan and is_on()
    if is_wanted and Effect._meta.db_table in connection.introspection.table_names():
        note(everything=True)
