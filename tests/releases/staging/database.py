"""Everything that a database holds, to be compared with what it held before."""

from django.db import connection

#: Counters that no rollback turns back.
COUNTERS = {"sqlite_sequence"}


def dump() -> dict[str, list[str]]:
    """Every row of every table, as text, in an order that does not depend on where it is stored."""
    tables = set(connection.introspection.table_names(include_views=False)) - COUNTERS
    held = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held[table] = sorted(repr(row) for row in cursor.fetchall())
    return held
