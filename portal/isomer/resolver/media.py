"""Files of the repository in the image and document libraries, each content once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils.crypto import salted_hmac

from pages.media import formats
from pages.models import SiteDocument, SiteImage
from portal.isomer.codes import Code
from portal.isomer.documents import in_words
from portal.isomer.errors import FileProblem
from portal.isomer.models import ImportedMedia
from portal.isomer.source_tree import SourceTree

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
_PICTURES_NOT_TAKEN = frozenset({".svg", ".bmp", ".tif", ".tiff", ".ico", ".heic", ".jfif"})
_TITLE_LENGTH = 255


class MediaLibrary:
    """Finds or makes the image or document of a file.

    What was made since the last `keep` is undone by `discard`: a transaction that is rolled back
    takes the rows with it, but not the files in the storage.
    """

    def __init__(self, repository: str, tree: SourceTree, run_id: int | None = None):
        self.repository = repository
        self.tree = tree
        self.run_id = run_id
        self._hashes: dict[str, str] = {}
        self._stored: list[tuple] = []
        self._new: list[tuple[dict[str, int], str]] = []
        self._images: dict[str, int] = {}
        self._documents: dict[str, int] = {}
        self._refused: dict[str, tuple[str, str]] = {}
        for row in ImportedMedia.objects.filter(repository=repository):
            if row.image_id:
                self._images[row.sha256] = row.image_id
            if row.document_id:
                self._documents[row.sha256] = row.document_id

    def image(self, path: str, alt: str) -> tuple[int | None, str, str]:
        """The image of a file: its id, or None with a warning's code and detail."""
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in _PICTURES_NOT_TAKEN:
            return None, Code.IMAGE_UNSUPPORTED, path
        return self._find(
            path, self._images, lambda data, digest: self._make_image(path, data, digest, alt)
        )

    def document(self, path: str) -> tuple[int | None, str, str]:
        """The document of a file: its id, or None with a warning's code and detail."""
        return self._find(
            path, self._documents, lambda data, digest: self._make_document(path, data, digest)
        )

    def image_address(self, image_id: int) -> str:
        """Where an image's file is served."""
        return SiteImage.objects.only("file").get(pk=image_id).file.url

    @property
    def paths(self) -> set[str]:
        """The files that were asked for, also those that could not be had."""
        return {*self._hashes, *self._refused}

    @property
    def pending(self) -> int:
        """How many images and documents were made since the last `keep`."""
        return len(self._stored)

    def keep(self) -> None:
        """The transaction that made the rows is committed."""
        self._stored.clear()
        self._new.clear()

    def discard(self) -> None:
        """The transaction was rolled back: forget its rows and remove its files."""
        for known, digest in self._new:
            known.pop(digest, None)
        self._new.clear()
        for storage, name in self._stored:
            storage.delete(name)
            try:
                # The folder was made for this file alone.
                storage.delete(str(PurePosixPath(name).parent))
            except OSError:
                continue
        self._stored.clear()

    def _find(self, path: str, known: dict[str, int], make) -> tuple[int | None, str, str]:
        if path in self._refused:
            return None, *self._refused[path]
        digest = self._hashes.get(path)
        data = None
        if digest is None:
            try:
                data = self.tree.read_bytes(path)
            except FileProblem as error:
                code = Code.FILE_REFUSED if known is self._documents else Code.IMAGE_BROKEN
                self._refused[path] = (code, f"{path}: {error}")
                return None, *self._refused[path]
            digest = self._hashes[path] = hashlib.sha256(data).hexdigest()
        if digest not in known:
            try:
                made = make(data if data is not None else self.tree.read_bytes(path), digest)
            except ValidationError as error:
                code = Code.FILE_REFUSED if known is self._documents else Code.IMAGE_BROKEN
                self._refused[path] = (code, f"{path}: {' '.join(error.messages)}")
                return None, *self._refused[path]
            known[digest] = made.pk
            self._new.append((known, digest))
            kind = "document" if isinstance(made, SiteDocument) else "image"
            ImportedMedia.objects.create(
                repository=self.repository,
                sha256=digest,
                path=path[:700],
                run_id=self.run_id,
                **{kind: made},
            )
        return known[digest], "", ""

    def _make_image(self, path: str, data: bytes, digest: str, alt: str) -> SiteImage:
        image = SiteImage(title=_title(path), alt_text=alt[:255])
        image.file = ContentFile(data, name=_true_name(path, data))  # type: ignore[assignment]
        image.full_clean(exclude=["file_hash", "width", "height"])
        self._store(image, digest)
        return image

    def _make_document(self, path: str, data: bytes, digest: str) -> SiteDocument:
        document = SiteDocument(title=_title(path))
        document.file = ContentFile(data, name=PurePosixPath(path).name)
        document.full_clean(exclude=["file_hash"])
        self._store(document, digest)
        return document

    def _store(self, made: SiteImage | SiteDocument, digest: str) -> None:
        made.upload_folder = self._folder(digest)
        storage = made.file.storage
        place = made.file.field.generate_filename(made, str(made.file.name))
        if storage.exists(place):
            # Left by a run that was killed before its transaction ended.
            storage.delete(place)
        made.save()
        self._stored.append((storage, made.file.name))

    def _folder(self, digest: str) -> str:
        """The same folder in every run, and one that nobody can guess: see `pages.media.paths`."""
        secret = salted_hmac("portal.isomer.media", f"{self.repository}/{digest}")
        return secret.hexdigest()[:32]


@contextmanager
def stored_in_memory() -> Iterator[None]:
    """Keep new files of both libraries in memory: a dry run writes nothing to any disk."""
    fields = [model._meta.get_field("file") for model in (SiteImage, SiteDocument)]
    usual = [field.storage for field in fields]
    memory = InMemoryStorage()
    for field in fields:
        field.storage = memory
    try:
        yield
    finally:
        for field, storage in zip(fields, usual, strict=True):
            field.storage = storage


def _title(path: str) -> str:
    return in_words(PurePosixPath(path).stem)[:_TITLE_LENGTH]


def _true_name(path: str, data: bytes) -> str:
    """The file's name with the suffix of what it really holds, as a browser would find out."""
    name = PurePosixPath(path).name
    try:
        header = formats.read_header(data)
    except formats.DamagedImageError:
        return name
    suffix = PurePosixPath(name).suffix.lower().removeprefix(".")
    if header is None or suffix in header.extensions:
        return name
    return f"{PurePosixPath(name).stem}.{header.extensions[0]}"
