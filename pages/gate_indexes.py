"""What the gate asks of every request, served by indexes on Wagtail's own table.

They are made whenever migrations have run: SQLite forgets them when Wagtail changes the table.
"""

from django.db import connection

INDEXES = {
    # The pages that may hide what lies below them.
    "pages_gate_branches": "(path) WHERE numchild > 0",
    # The pages that are live and outside their dates.
    "pages_gate_begins": "(go_live_at) WHERE live AND go_live_at IS NOT NULL",
    "pages_gate_ends": "(expire_at) WHERE live AND expire_at IS NOT NULL",
}


def make(**kwargs) -> None:
    """Receives `post_migrate`."""
    with connection.cursor() as cursor:
        for name, index in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page {index}")
