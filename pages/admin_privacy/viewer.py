"""Who is looking at the admin now, for what has no request at hand: titles, widgets, forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AbstractUser, AnonymousUser

#: Whoever asks for an admin page, logged in or not.
Person = AbstractUser | AnonymousUser

_viewer: ContextVar[Person | None] = ContextVar("admin_privacy_viewer", default=None)


def viewer() -> Person | None:
    """The person whose admin page is being made; None outside the admin, where nobody looks."""
    return _viewer.get()


@contextmanager
def viewing(user: Person) -> Iterator[None]:
    """Make `viewer()` answer `user` inside the block."""
    token = _viewer.set(user)
    try:
        yield
    finally:
        _viewer.reset(token)
