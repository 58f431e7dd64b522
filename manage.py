#!/usr/bin/env python
"""Runs the project's management commands; `manage.py help` lists them."""

import os
import sys


def database_trouble() -> str | None:
    """The first line of the database's own complaint, or None when it can be reached."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return str(error).strip().splitlines()[0]
    return None


def wants_migrations() -> bool:
    """Whether the database, which can be reached, has not all tables and columns yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def main() -> None:
    """Run the command; a database that cannot be reached, or lacks tables, is one line, not a
    traceback.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError, ProgrammingError
    except ImportError:
        sys.exit("Django is not installed here: run `make demo` once, then .venv/bin/python.")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError):
        if trouble := database_trouble():
            sys.exit(f"The database cannot be reached: {trouble} (check DATABASE_URL)")
        if wants_migrations():
            sys.exit("The database is not up to date: run `manage.py migrate` (check DATABASE_URL)")
        raise


if __name__ == "__main__":
    main()
