"""How the rows that listings are read from follow the pages: triggers, and a way to make them anew.

The triggers are not part of a migration: whenever one changes a table, SQLite makes the table anew
and forgets them, and PostgreSQL refuses to change a column that a trigger names. So they go before
migrations run and come back, with the rows made anew, when they have run.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from wagtail.models import Page

from newsroom.models.listing_entry import ANY_TOPIC, ANY_YEAR, ListingCount, ListingEntry

ENTRIES, COUNTS = ListingEntry._meta.db_table, ListingCount._meta.db_table
_COLUMNS = "item_id, topic_id, home_id, kind, date"
_PLACE = "home_id, topic_id, kind, year"
_YEAR = {"postgresql": "EXTRACT(YEAR FROM {0})::int", "sqlite": "CAST(substr({0}, 1, 4) AS INT)"}


def _parent(path: str) -> str:
    return f"substr({path}, 1, length({path}) - {Page.steplen})"


def _expected(item: str = "") -> str:
    """The entries as the pages would have them: of one item, or of all."""
    own, about = (
        f"WHERE {key} = {item}" if item else "" for key in ("page_ptr_id", "content_object_id")
    )
    return f"""
        SELECT item.page_ptr_id, about.topic_id, home.id, item.kind, item.date
        FROM newsroom_newsroomitem item
        JOIN (SELECT page_ptr_id AS item_id, {ANY_TOPIC} AS topic_id FROM newsroom_newsroomitem {own}
              UNION SELECT content_object_id, tag_id FROM newsroom_topicitem {about}) about
          ON about.item_id = item.page_ptr_id
        JOIN wagtailcore_page page ON page.id = item.page_ptr_id
        JOIN wagtailcore_page home ON home.path = {_parent("page.path")}
        WHERE page.live"""  # noqa: S608


@dataclass(frozen=True)
class Trigger:
    """What a table's change does to the rows, in SQL that both databases read alike."""

    name: str
    table: str
    event: str
    statements: tuple[str, ...]
    when: str = ""


def _anew(item: str) -> tuple[str, ...]:
    return (_dropped(item), f"INSERT INTO {ENTRIES} ({_COLUMNS}) {_expected(item)}")


def _dropped(item: str) -> str:
    return f"DELETE FROM {ENTRIES} WHERE item_id = {item}"  # noqa: S608


_UNTOLD = f"""
    DELETE FROM {ENTRIES} WHERE item_id = OLD.content_object_id AND topic_id = OLD.tag_id
    AND NOT EXISTS (SELECT 1 FROM newsroom_topicitem
                    WHERE content_object_id = OLD.content_object_id AND tag_id = OLD.tag_id)"""  # noqa: S608
_TOLD = f"""
    INSERT INTO {ENTRIES} ({_COLUMNS})
    SELECT item_id, NEW.tag_id, home_id, kind, date FROM {ENTRIES} entry
    WHERE item_id = NEW.content_object_id AND topic_id = {ANY_TOPIC} AND NOT EXISTS (
        SELECT 1 FROM {ENTRIES} WHERE item_id = entry.item_id AND topic_id = NEW.tag_id)"""  # noqa: S608
# While a list moves with all its items, its own new place may not be written yet: then nothing is
# found at the path above, and the item's home is what it was.
_MOVED = f"""
    UPDATE {ENTRIES} SET home_id = (
        SELECT id FROM wagtailcore_page WHERE path = {_parent("NEW.path")})
    WHERE item_id = NEW.id AND home_id <> (
        SELECT id FROM wagtailcore_page WHERE path = {_parent("NEW.path")})"""  # noqa: S608

TRIGGERS = [
    Trigger("page_live", "wagtailcore_page", "UPDATE OF live", _anew("NEW.id"),
            "OLD.live <> NEW.live"),
    Trigger("page_moved", "wagtailcore_page", "UPDATE OF path", (_MOVED,), "OLD.path <> NEW.path"),
    Trigger("item_added", "newsroom_newsroomitem", "INSERT", _anew("NEW.page_ptr_id")),
    Trigger("item_changed", "newsroom_newsroomitem", "UPDATE OF kind, date",
            _anew("NEW.page_ptr_id"), "OLD.kind <> NEW.kind OR OLD.date <> NEW.date"),
    Trigger("item_gone", "newsroom_newsroomitem", "DELETE", (_dropped("OLD.page_ptr_id"),)),
    Trigger("topic_added", "newsroom_topicitem", "INSERT", (_TOLD,)),
    Trigger("topic_gone", "newsroom_topicitem", "DELETE", (_UNTOLD,)),
    Trigger("topic_changed", "newsroom_topicitem", "UPDATE OF tag_id, content_object_id",
            (_UNTOLD, _TOLD)),
]  # fmt: skip


def _counted(year: str, row: str, step: int) -> tuple[str, ...]:
    """Statements that count one entry more or less."""
    here = (
        f"home_id = {row}.home_id AND topic_id = {row}.topic_id AND kind = {row}.kind "
        f"AND year = {year}"
    )
    new = f"{row}.home_id, {row}.topic_id, {row}.kind, {year}"
    if connection.vendor == "postgresql":
        # Nobody waits for somebody else's publication: a row that is locked is left alone, and
        # another one counts beside it.
        return (
            f"""
            UPDATE {COUNTS} SET number = number + ({step}) WHERE id = (
                SELECT id FROM {COUNTS} WHERE {here} LIMIT 1 FOR UPDATE SKIP LOCKED);
            IF NOT FOUND THEN
                INSERT INTO {COUNTS} ({_PLACE}, number) VALUES ({new}, {step});
            END IF""",  # noqa: S608
        )
    first = (
        f"INSERT INTO {COUNTS} ({_PLACE}, number) SELECT {new}, 0 "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT 1 FROM {COUNTS} WHERE {here})"
    )
    change = f"UPDATE {COUNTS} SET number = number + ({step}) WHERE {here}"  # noqa: S608
    return (first, change) if step > 0 else (change,)


def _counting() -> list[Trigger]:
    """In the entry's year; and over all years, of which only the lists of topics are made."""
    own, topics = _YEAR[connection.vendor], "{0}.topic_id <> " + str(ANY_TOPIC)
    triggers = []
    for suffix, year, when in (("", own, ""), ("_ever", str(ANY_YEAR), topics)):
        more = _counted(year.format("NEW.date"), "NEW", 1)
        less = _counted(year.format("OLD.date"), "OLD", -1)
        new, old = when.format("NEW"), when.format("OLD")
        triggers += [
            Trigger(f"entry_added{suffix}", ENTRIES, "INSERT", more, new),
            Trigger(f"entry_gone{suffix}", ENTRIES, "DELETE", less, old),
            Trigger(f"entry_moved{suffix}", ENTRIES, "UPDATE OF home_id", (*less, *more), old),
        ]
    return triggers


def remove_triggers() -> None:
    """Let the rows follow nothing, while tables change."""
    existing = connection.introspection.table_names()
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in [*TRIGGERS, *_counting()]:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {_name(trigger)}() CASCADE")
            elif trigger.table in existing:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(trigger)}")


def install_triggers() -> None:
    """Let the rows follow the pages from now on."""
    remove_triggers()
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in [*TRIGGERS, *_counting()]:
            for statement in _definition(trigger):
                cursor.execute(statement)


def _name(trigger: Trigger) -> str:
    return f"newsroom_listing_{trigger.name}"


def _definition(trigger: Trigger) -> list[str]:
    name, body = _name(trigger), ";\n".join(trigger.statements)
    head = f"CREATE TRIGGER {name} AFTER {trigger.event} ON {trigger.table} FOR EACH ROW"
    when = f" WHEN ({trigger.when})" if trigger.when else ""
    if connection.vendor == "sqlite":
        return [f"{head}{when} BEGIN {body}; END"]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$",
        f"{head}{when} EXECUTE FUNCTION {name}()",
    ]


def rebuild() -> int:
    """Make the rows what the pages say; returns how many were missing or too many."""
    with transaction.atomic(), connection.cursor() as cursor:
        _hold(cursor)
        wrong = differences()
        if wrong:
            cursor.execute(f"DELETE FROM {ENTRIES}")  # noqa: S608
            cursor.execute(f"INSERT INTO {ENTRIES} ({_COLUMNS}) {_expected()}")
            cursor.execute(f"DELETE FROM {COUNTS}")  # noqa: S608
            cursor.execute(f"INSERT INTO {COUNTS} ({_PLACE}, number) {_numbers()}")
    return wrong


def differences() -> int:
    """How many rows differ from what the pages say."""
    told = f"SELECT {_COLUMNS} FROM {ENTRIES}"  # noqa: S608
    added = (
        f"SELECT {_PLACE}, SUM(number) FROM {COUNTS} "  # noqa: S608
        f"GROUP BY {_PLACE} HAVING SUM(number) <> 0"
    )
    pairs = [(_expected(), told), (told, _expected()), (added, _numbers()), (_numbers(), added)]
    with connection.cursor() as cursor:
        wrong = 0
        for one, other in pairs:
            cursor.execute(
                f"SELECT COUNT(*) FROM (SELECT * FROM ({one}) AS a EXCEPT "  # noqa: S608
                f"SELECT * FROM ({other}) AS b) AS rest"
            )
            wrong += cursor.fetchone()[0]
    return wrong


def _numbers() -> str:
    own = _YEAR[connection.vendor].format("date")
    parts = ((own, "", f", {own}"), (ANY_YEAR, f"WHERE topic_id <> {ANY_TOPIC}", ""))
    return " UNION ALL ".join(
        f"SELECT home_id, topic_id, kind, {year} AS year, COUNT(*) FROM {ENTRIES} {of} "  # noqa: S608
        f"GROUP BY home_id, topic_id, kind{by}"
        for year, of, by in parts
    )


def _hold(cursor) -> None:
    """Let nobody write to the rows while they are made; readers see the old ones."""
    if connection.vendor == "postgresql":
        cursor.execute(f"LOCK TABLE {ENTRIES} IN SHARE ROW EXCLUSIVE MODE")


def before_migrations(plan: list, **kwargs) -> None:
    """Receives `pre_migrate`."""
    if plan:
        remove_triggers()


def after_migrations(plan: list, **kwargs) -> None:
    """Receives `post_migrate`: also fills the rows of a site that was there before them."""
    tables = connection.introspection.table_names()
    if COUNTS not in tables:
        return
    if plan:
        rebuild()
    install_triggers()
