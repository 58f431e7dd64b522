"""The folder that a site is baked into, and that nothing else is ever written to.

    bake.lock       says that it is one; held while a run works
    trees/<n>/      a whole copy of the site; one, and during a run the next one beside it
    current         leads to the tree that holds
    live, lease/    which tree nginx may serve in front of the application, and until when (`lease`)
    moments/        for how long nginx may remember what it found there

A tree is never changed once `current` leads to it: whatever ends a run, the mirror is the one before
it or the one after it, whole.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK, TREES, CURRENT = "bake.lock", "trees", "current"
#: Everybody may read what is public, so that nginx can.
_UMASK = 0o022


class WrongFolder(Exception):
    """A folder that can't be baked into; the message is one line for who named it."""


def check(folder: Path) -> None:
    """Raises WrongFolder for a folder that holds something else, or must hold nothing of the kind."""
    place = folder.resolve()
    for name, taken in (
        ("the project", settings.BASE_DIR),
        ("MEDIA_ROOT", settings.MEDIA_ROOT),
        ("IMPORT_ROOT", settings.IMPORT_ROOT),
    ):
        root = Path(taken).resolve()
        if place == root or root in place.parents:
            raise WrongFolder(f"{folder} lies in {name} ({root}). Name a folder outside it.")
    if place.exists() and not place.is_dir():
        raise WrongFolder(
            f"{folder} is a file. Name an empty folder, or one that was baked before."
        )
    try:
        if place.exists() and not (place / LOCK).exists() and any(place.iterdir()):
            raise WrongFolder(
                f"{folder} holds something else. Name an empty folder, or one that was baked before."
            )
    except OSError as error:
        raise WrongFolder(_said(folder, error)) from error


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """A folder that was made ready and that no other run writes to; yields it without links.

    Raises WrongFolder, also when it can't be written to or is full in the middle of a run.
    """
    check(folder)
    usual = os.umask(_UMASK)
    try:
        (folder / TREES).mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("a") as lock:
            _take(folder, lock.fileno())
            _clear(folder)
            yield folder.resolve()
    except OSError as error:
        raise WrongFolder(_said(folder, error)) from error
    finally:
        os.umask(usual)


def current(folder: Path) -> Path | None:
    """The tree that holds, if there is one."""
    link = folder / CURRENT
    return link.resolve() if link.is_dir() else None


@contextmanager
def next_tree(folder: Path) -> Iterator[Path]:
    """A new and empty tree, which takes the place of the current one when the block ends well, and
    is gone when it does not.
    """
    before = current(folder)
    number = int(before.name) + 1 if before else 1
    tree = folder / TREES / str(number)
    tree.mkdir()
    try:
        yield tree
        # On the disk before anything leads there.
        os.sync()
        lead(folder / CURRENT, f"{TREES}/{number}")
    except BaseException:
        shutil.rmtree(tree, ignore_errors=True)
        raise


def drop(tree: Path | None) -> None:
    """Remove a tree to which nothing leads any more."""
    if tree is not None:
        shutil.rmtree(tree, ignore_errors=True)


def lead(link: Path, target: str) -> None:
    """Let a link lead somewhere else, from one moment to the next."""
    fresh = link.with_name(f".{link.name}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _take(folder: Path, lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise WrongFolder(
            f"Another run is baking into {folder}. Wait for it, or end it."
        ) from error


def _clear(folder: Path) -> None:
    """Remove what a run has left that was killed."""
    holding = current(folder)
    for tree in (folder / TREES).iterdir():
        if tree != holding and tree.resolve() != holding:
            shutil.rmtree(tree)


def _said(folder: Path, error: OSError) -> str:
    what = error.strerror or type(error).__name__
    after = "What was baked before is as it was."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no room left in {folder} ({what}). {after}"
    return f"{folder} can't be written to: {error.filename or ''} {what}. {after}".replace(
        "  ", " "
    )
