"""Public files that no page uses: imported too, because people may know their addresses."""

from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import PurePosixPath

from pages.models import SiteDocument, SiteImage
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
        images: dict[str, int] = {}
        documents: dict[str, int] = {}
        items: list[Item] = []
        for path in paths:
            before = self._media.pending
            is_image = _is_picture(path)
            found, code, detail = (
                self._media.image(path, "") if is_image else self._media.document(path)
            )
            if found is not None:
                (images if is_image else documents)[path] = found
            if path in self._used:
                continue
            action: str = Action.SKIPPED
            if found is not None:
                action = Action.CREATED if self._media.pending > before else Action.UNCHANGED
            notes = [Note(code, detail) if code else Note(Code.FILE_UNUSED)]
            address = self._repository.media[path]
            items.append(Item(path, "file", address, action=action, warnings=notes))
        pictures = SiteImage.objects.only("file").in_bulk(set(images.values()))
        self.by_path |= {path: pictures[pk].file.url for path, pk in images.items()}
        files = SiteDocument.objects.in_bulk(set(documents.values()))
        self.by_path |= {path: files[pk].url for path, pk in documents.items()}
        yield from items


def _is_picture(path: str) -> bool:
    """Whether a file is a picture, also one that the library will not take."""
    suffix = PurePosixPath(path).suffix.lower()
    kind = guess_type(f"x{suffix}")[0] or ""
    return suffix in {*IMAGE_SUFFIXES, ".jfif", ".heic"} or kind.startswith("image/")
