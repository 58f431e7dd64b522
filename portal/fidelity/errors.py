"""What stops a check with one line for the person who started it."""


class CheckStop(Exception):
    """The repository, a file or the site can't be read. The text says which and why."""
