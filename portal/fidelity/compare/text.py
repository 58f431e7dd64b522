"""Words in their order, titles, headings, and how much of a page is legacy HTML."""

import re
from html import unescape

from portal.fidelity.compare.subject import Subject
from portal.fidelity.criteria import Criterion
from portal.fidelity.reading.sequences import missing
from portal.fidelity.reading.words import plain, words
from portal.fidelity.source.documents import Kind
from portal.fidelity.source.sections import PART

_TAG = re.compile(r"<[^<>]*>")
_SHOWN_WORDS = 12


def compare_title(subject: Subject) -> None:
    """The page's title is the source's."""
    title = plain(unescape(_TAG.sub(" ", subject.document.title)))
    if not title or subject.document.kind == Kind.HOME:
        return
    subject.outcome(Criterion.TITLES).expected = 1
    if title != subject.page.title:
        subject.lose(Criterion.TITLES, f"“{title[:80]}” is “{subject.page.title[:80]}”")


def compare_words(subject: Subject) -> None:
    """Every word of the body stands on the page, in the body's order."""
    found = words(subject.page.text)
    outcome = subject.outcome(Criterion.WORDS)
    for part in subject.source.text.split(PART):
        expected = words(part)
        outcome.expected += len(expected)
        for run in _runs(missing(expected, found)):
            lost = " ".join(expected[index] for index in run)
            # A heading that repeats the title: the page shows it once.
            if lost.casefold() != subject.page.title.casefold():
                _lose_words(subject, expected, run)


def _lose_words(subject: Subject, expected: list[str], run: list[int]) -> None:
    shown = " ".join(expected[index] for index in run[:_SHOWN_WORDS])
    more = " …" if len(run) > _SHOWN_WORDS else ""
    before = " ".join(expected[max(run[0] - 3, 0) : run[0]])
    subject.lose(Criterion.WORDS, f"“{shown}{more}” after “{before}”", len(run))


def _runs(indexes: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def compare_headings(subject: Subject) -> None:
    """Every heading is a heading, in order, and the levels leave no gap."""
    if subject.document.kind in {Kind.HOME, Kind.CONTACT}:
        return
    expected = [heading.text for heading in subject.source.headings]
    found = [heading.text for heading in subject.page.headings]
    outcome = subject.outcome(Criterion.HEADINGS)
    outcome.expected = len(expected)
    for index in missing(expected, found):
        if expected[index].casefold() != subject.page.title.casefold():
            subject.lose(Criterion.HEADINGS, f"“{expected[index][:80]}”")
    level = 1
    for heading in subject.page.headings:
        if heading.level > level + 1:
            text = f"“{heading.text[:60]}” jumps from level {level} to {heading.level}"
            subject.lose(Criterion.HEADINGS, text)
        level = heading.level


def compare_legacy(subject: Subject) -> None:
    """How many of the page's words are not in blocks of their own kind."""
    outcome = subject.outcome(Criterion.LEGACY)
    outcome.expected = len(words(subject.page.text))
    if legacy := len(words(subject.page.legacy)):
        # Reported or not, legacy HTML waits for an editor.
        outcome.lose("legacy HTML", legacy)
