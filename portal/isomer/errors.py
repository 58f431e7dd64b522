"""What stops an import, and what stops the reading of one file."""


class ImportStop(Exception):
    """The import can't run; the message is one line for the person who started it."""


class FileProblem(Exception):
    """One file can't be had; the import goes on without it. The message says why."""


class TooLarge(FileProblem):
    """The file is larger than any such file of a real repository."""


class Unreadable(FileProblem):
    """The file can't be read: no permission, damaged in its archive, gone since the walk."""
