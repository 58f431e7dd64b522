"""Public files that no page uses: imported too, because people may know their addresses."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pages.models import SiteDocument
from portal.isomer.codes import Code, Note
from portal.isomer.report import Action, Item
from portal.isomer.repository import Repository
from portal.isomer.resolver.media import IMAGE_SUFFIXES, MediaLibrary


class PublicFiles:
    """The pictures and documents of a repository, and where each is served now."""

    def __init__(self, repository: Repository, media: MediaLibrary):
        self._repository = repository
        self._media = media
        self._used = frozenset(media.paths)
        self.by_path: dict[str, str] = {}
        """The new address of each file by its path in the repository."""

    @property
    def by_address(self) -> dict[str, str]:
        """The new address of each file by the decoded one it had."""
        old = self._repository.media
        return {old[path]: address for path, address in self.by_path.items()}

    def take(self, paths: list[str]) -> Iterator[Item]:
        """Import some files; an item for each that no page uses."""
        for path in paths:
            before = self._media.pending
            address, note = self._place(path)
            if address:
                self.by_path[path] = address
            if path in self._used:
                continue
            action: str = Action.SKIPPED
            if address:
                action = Action.CREATED if self._media.pending > before else Action.UNCHANGED
            notes = [note] if note else [Note(Code.FILE_UNUSED)]
            yield Item(path, "file", self._repository.media[path], action=action, warnings=notes)

    def _place(self, path: str) -> tuple[str, Note | None]:
        if PurePosixPath(path).suffix.lower() in IMAGE_SUFFIXES:
            found, code, detail = self._media.image(path, "")
            address = self._media.image_address(found) if found else ""
        else:
            found, code, detail = self._media.document(path)
            address = SiteDocument.objects.get(pk=found).url if found else ""
        return address, Note(code, detail) if code else None
