"""Links: each leads where the source's link led, in the same order."""

from collections import Counter

from portal.fidelity.compare.subject import Subject
from portal.fidelity.compare.targets import Target
from portal.fidelity.criteria import Criterion
from portal.fidelity.reading.model import Link
from portal.fidelity.reading.sequences import missing
from portal.fidelity.source.documents import Kind

Pair = tuple[Link, Target]


def compare_links(subject: Subject) -> None:
    """Every link of the body, by where it leads."""
    expected = _expected(subject)
    subject.outcome(Criterion.LINKS).expected += len(expected)
    found = [
        (link, subject.targets.of_page(link.href, subject.path)) for link in subject.page.links
    ]
    lost = missing([target.key for _, target in expected], [target.key for _, target in found])
    spare = _spare(expected, found, lost)
    for index in lost:
        link, target = expected[index]
        pair = (link.text, *target.key)
        if spare[pair] > 0:
            spare[pair] -= 1
        elif not _joined(link, target, found):
            subject.lose(Criterion.LINKS, f"“{link.text[:60]}” to {link.href}")
    _compare_fragments(subject, expected, found)


def _expected(subject: Subject) -> list[Pair]:
    pairs = []
    # A contact page gives its links names of its own.
    is_named = subject.document.kind == Kind.CONTACT
    for link in subject.source.links:
        if not (link.text or link.has_picture or is_named):
            continue
        address = subject.document.address
        target = subject.targets.of_source(link.href, address, subject.source.anchors)
        if target is None:
            continue
        if target.defect:
            if target.kind == "anchor" and target.value in subject.page.anchors:
                # Headings have ids here that the old site did not give them.
                continue
            subject.defective(Criterion.LINKS, f"{target.defect}: {link.href}")
        else:
            pairs.append((link, target))
    return pairs


def _spare(
    expected: list[Pair], found: list[Pair], lost: list[int]
) -> Counter[tuple[str, str, str]]:
    """Links of the page, by text and target, that no link in order has used."""
    used = set(range(len(expected))) - set(lost)
    spare = Counter((link.text, *target.key) for link, target in found)
    spare.subtract((expected[index][0].text, *expected[index][1].key) for index in used)
    return spare


def _joined(link: Link, target: Target, found: list[Pair]) -> bool:
    """Whether the link became part of a longer one to the same place."""
    return any(
        other.key == target.key and link.text in page_link.text and link.text != page_link.text
        for page_link, other in found
    )


def _compare_fragments(subject: Subject, expected: list[Pair], found: list[Pair]) -> None:
    """Links to a place inside a page land on one that exists."""
    for link, target in found:
        wanted = target.value if target.kind == "anchor" else target.fragment
        if not wanted or target.kind not in {"anchor", "page"}:
            continue
        if not any(target.key == other.key and _landed(subject, other) for _, other in expected):
            continue
        there = (
            subject.page.anchors
            if target.kind == "anchor"
            else subject.targets.anchors(link.href, subject.path)
        )
        if wanted not in there and wanted.casefold() != "top":
            subject.lose(Criterion.LINKS, f"“{link.text[:60]}”: no place #{wanted[:80]}")


def _landed(subject: Subject, target: Target) -> bool:
    """Whether a link of the source to a place inside a page landed there on the old site."""
    if target.kind == "anchor":
        return True
    return target.fragment in subject.targets.source_anchors(target)
