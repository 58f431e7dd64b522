"""Images: the same ones in the same order, served, with the same alternative texts."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from anyascii import anyascii

from portal.fidelity.compare.subject import Subject
from portal.fidelity.criteria import Criterion
from portal.fidelity.reading.model import Picture
from portal.fidelity.reading.sequences import common
from portal.fidelity.source.addresses import is_full
from portal.fidelity.source.repository import Repository

_NOT_STEM = re.compile(r"[^a-z0-9]")
_STEM_LENGTH = 18
_RENDITION = re.compile(
    r"^(.*?)(?:\.[0-9a-f]{8})?\.(?:bgcolor|fill|format|height|jpegquality|max|min|original|scale"
    r"|webpquality|width)\b"
)
_SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


class Names:
    """Images are known by name: files with the same bytes, or the same name, are one image."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._one: dict[str, str] = {}
        for names in _same_bytes(repository):
            first, *others = [self._find(_stem(name)) for name in names]
            for other in others:
                if other != first:
                    self._one[other] = first

    def of_source(self, picture: Picture, base: str) -> tuple[str, str]:
        """The name of a source's image, and why it can't be had."""
        src = picture.src.strip()
        if not src:
            return "", "no address"
        if src.startswith("data:"):
            return "", "written into the page"
        if is_full(src) and (urlsplit(src).hostname or "") not in self.repository.hosts:
            return "", "on another host"
        path = urlsplit(src).path if is_full(src) else urljoin(base, src)
        file = self.repository.file(path) or self.repository.file(path.rstrip("/)"))
        if file is None:
            return self._find(_stem(PurePosixPath(path).name)), "not in the repository"
        return self._find(_stem(file.name)), ""

    def of_page(self, picture: Picture) -> str:
        """The name of an image that the site serves."""
        return self._find(_stem(PurePosixPath(unquote(urlsplit(picture.src).path)).name))

    def _find(self, name: str) -> str:
        while name in self._one:
            name = self._one[name]
        return name


def _same_bytes(repository: Repository) -> Iterator[list[str]]:
    by_size: dict[int, list[Path]] = {}
    for file in repository.files.values():
        if file.suffix.lower() in _SUFFIXES:
            by_size.setdefault(file.stat().st_size, []).append(file)
    for files in by_size.values():
        by_digest: dict[str, list[str]] = {}
        if len(files) > 1:
            for file in files:
                by_digest.setdefault(repository.digest(file), []).append(file.name)
        yield from (names for names in by_digest.values() if len(names) > 1)


def _stem(name: str) -> str:
    """The beginning of a file's name: renditions carry their filter behind it, and are cut."""
    match = _RENDITION.match(name)
    bare = match[1] if match else PurePosixPath(name).stem
    return _NOT_STEM.sub("", anyascii(bare).lower())[:_STEM_LENGTH]


def compare_pictures(subject: Subject, names: Names) -> None:
    """Every image of the body, in order, and its alternative text."""
    expected: list[tuple[str, Picture]] = []
    found = [(names.of_page(picture), picture) for picture in subject.page.pictures]
    for picture in subject.source.pictures:
        name, defect = names.of_source(picture, subject.document.address)
        if defect and name in {shown for shown, _ in found}:
            # The page found it where the old site looked in vain.
            expected.append((name, picture))
        elif defect:
            subject.defective(Criterion.IMAGES, f"{defect}: {picture.src}")
        else:
            expected.append((name, picture))
    outcome = subject.outcome(Criterion.IMAGES)
    outcome.expected += len(expected)
    pairs = common([name for name, _ in expected], [name for name, _ in found])
    kept = dict(pairs)
    for index, (_, picture) in enumerate(expected):
        if index not in kept:
            subject.lose(Criterion.IMAGES, picture.src)
            continue
        served = found[kept[index]][1]
        if not subject.targets.visits.has_media(served.src):
            subject.lose(Criterion.IMAGES, f"{picture.src}: {served.src} is not served")
        if picture.alt:
            subject.outcome(Criterion.ALTS).expected += 1
            if picture.alt != served.alt:
                subject.lose(Criterion.ALTS, f"“{picture.alt[:80]}” is “{served.alt[:80]}”")
