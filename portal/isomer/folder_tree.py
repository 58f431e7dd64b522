"""A repository in a folder."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from portal.isomer.codes import Code, Note
from portal.isomer.errors import ImportStop, TooLarge, Unreadable
from portal.isomer.source_tree import (
    MAX_FILE_BYTES,
    SKIPPED_FOLDERS,
    SourceTree,
    is_commit,
    is_usable,
)

_REF = re.compile(r"refs/[\w./+@-]{1,200}")
_MAX_GIT_BYTES = 8 * 1024 * 1024


class FolderTree(SourceTree):
    """The files of a folder. Links are not followed, and nothing that is no plain file is read."""

    def __init__(self, root: Path):
        try:
            if not root.is_dir():
                reason = "is neither a folder nor a ZIP" if root.exists() else "does not exist"
                raise ImportStop(
                    f"{root} {reason}: give the folder or the ZIP of an Isomer repository."
                )
            self.root = root.resolve()
        except (OSError, ValueError) as error:
            raise ImportStop(f"{root} can't be read: {_reason(error)}.") from error
        found: list[tuple[str, Note]] = []
        super().__init__(self.root.name, self._walk(found))
        self.left_out += found

    @property
    def commit(self) -> str:
        git = self.root / ".git"
        if git.is_symlink() or not git.is_dir():
            return ""
        head = self._git_text("HEAD").strip()
        if not head.startswith("ref:"):
            return head if is_commit(head) else ""
        ref = head.removeprefix("ref:").strip()
        if not _REF.fullmatch(ref) or ".." in ref:
            return ""
        loose = self._git_text(ref).strip()
        if is_commit(loose):
            return loose
        for line in self._git_text("packed-refs").splitlines():
            commit, _, name = line.partition(" ")
            if name == ref and is_commit(commit):
                return commit
        return ""

    def size(self, path: str) -> int:
        try:
            return (self.root / path).stat(follow_symlinks=False).st_size
        except OSError:
            return 0

    def read_bytes(self, path: str, limit: int = MAX_FILE_BYTES) -> bytes:
        if path not in self._known:
            raise ImportStop(f"{path} is not a file of the repository.")
        full = self.root / path
        try:
            # Looked at again: the file may have been replaced since the walk.
            if full.is_symlink() or not full.resolve().is_relative_to(self.root):
                raise Unreadable("leads out of the repository")
            return _read_plain(full, limit)
        except OSError as error:
            raise Unreadable(_reason(error)) from error

    def _git_text(self, name: str) -> str:
        full = self.root / ".git" / name
        try:
            if not full.resolve().is_relative_to(self.root / ".git"):
                return ""
            return _read_plain(full, _MAX_GIT_BYTES).decode("utf-8", "replace")
        except (OSError, TooLarge, Unreadable):
            return ""

    def _walk(self, left_out: list[tuple[str, Note]]) -> Iterator[str]:
        def unreadable(error: OSError) -> None:
            name = Path(error.filename or self.root)
            shown = name.relative_to(self.root).as_posix() if name != self.root else "."
            left_out.append((_shown(shown), Note(Code.UNREADABLE, _reason(error))))

        for folder, names, files in os.walk(self.root, followlinks=False, onerror=unreadable):
            here = Path(folder)
            kept = []
            for name in sorted(names):
                if (here / name).is_symlink():
                    left_out.append((self._relative(here / name), Note(Code.SYMLINK)))
                elif name not in SKIPPED_FOLDERS:
                    kept.append(name)
            names[:] = kept
            for name in sorted(files):
                path = self._relative(here / name)
                problem = _problem(here / name, path)
                if problem is None:
                    yield path
                else:
                    left_out.append((_shown(path), problem))

    def _relative(self, full: Path) -> str:
        return full.relative_to(self.root).as_posix()


def _problem(full: Path, path: str) -> Note | None:
    """Why an entry is no file that could be read; None when it is one."""
    try:
        mode = full.stat(follow_symlinks=False).st_mode
    except OSError as error:
        return Note(Code.UNREADABLE, _reason(error))
    if stat.S_ISLNK(mode):
        return Note(Code.SYMLINK)
    if not stat.S_ISREG(mode):
        return Note(Code.UNREADABLE, "not a plain file")
    # A name that is not Unicode can be neither linked to nor stored.
    return None if is_usable(path) else Note(Code.UNREADABLE, "the name is not clean Unicode")


def _read_plain(full: Path, limit: int) -> bytes:
    """The content of a plain file; opened without waiting, should a pipe have taken its place."""
    handle = os.open(full, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable("not a plain file")
        if state.st_size > limit:
            raise TooLarge(f"larger than {limit // 1024 // 1024} MB")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLarge(f"larger than {limit // 1024 // 1024} MB")
    return content


def _shown(path: str) -> str:
    """A path that may hold anything, as a report can show it."""
    shown = path.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in shown)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]
