"""What stops an import, and what stops the reading of one file."""


class ImportStop(Exception):
    """The import can't run; the message is one line for the person who started it."""


class TooLarge(Exception):
    """One file is no page of text; the import goes on without it."""
