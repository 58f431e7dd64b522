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


def main() -> None:
    """Run the command; a database that cannot be reached is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError:
        sys.exit("Django is not installed here: run `make demo` once, then .venv/bin/python.")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        trouble = database_trouble()
        if trouble is None:
            raise
        sys.exit(f"The database cannot be reached: {trouble} (check DATABASE_URL)")


if __name__ == "__main__":
    main()
