"""The text of an article: the same for every contender, and as long as a long article is.

Its words are those of the demo's texts, as often as they stand there, in random order: so a page
compresses about as well as one that somebody wrote.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.benchmarks.databases import ROOT

#: What makes a page of about 37 KB, with the markup of pictures or with words in their place.
SECTIONS, PARAGRAPHS = 6, 4
SENTENCES, SENTENCES_WITH_PICTURES = 7, 5
PICTURES = ("coast.jpg", "compute.jpg", "council.jpg", "drawers.jpg")
PORTRAIT = "bench.jpg"
TAGS = ("public-services", "letters", "harbours", "libraries")
#: The menu of both sites: so many sections, and so many pages in the first of them.
MENU, BELOW = 6, 3
#: How many other items the article names as related, and how many of its texts link to one.
RELATED = 3
TITLE = "What the second reader sees on an ordinary Tuesday"
_WORD = re.compile(r"[A-Za-z][a-z]+")
_TEXTS = ROOT / "fixtures" / "demo" / "texts"


@dataclass(frozen=True)
class Heading:
    """Words above a section."""

    text: str


@dataclass(frozen=True)
class Text:
    """Paragraphs as HTML; `target` is the number of a related item that the first one links to."""

    paragraphs: tuple[str, ...]
    target: int | None = None

    def html(self, targets: list[int]) -> str:
        """Rich text as Wagtail keeps it, with a link to one of the pages of these numbers."""
        first, *rest = self.paragraphs
        if self.target is not None and targets:
            words, _, others = first.partition(" ")
            page = targets[self.target % len(targets)]
            first = f'<a linktype="page" id="{page}">{words}</a> {others}'
        return "".join(f"<p>{paragraph}</p>" for paragraph in (first, *rest))


@dataclass(frozen=True)
class Picture:
    """A picture by its place in `PICTURES`."""

    place: int
    caption: str


Piece = Heading | Text | Picture


@cache
def _words() -> list[str]:
    return [
        word.lower()
        for path in sorted(Path(_TEXTS).rglob("*.yaml"))
        for word in _WORD.findall(path.read_text("utf-8"))
    ]


def sentence(chance: random.Random) -> str:
    """Between eight and twenty-two words."""
    text = " ".join(chance.choices(_words(), k=chance.randint(8, 22)))
    return f"{text.capitalize()}."


def pieces(seed: int, *, pictures: bool = True) -> Iterator[Piece]:
    """The pieces of an article, the same for the same seed."""
    chance = random.Random(seed)
    sentences = SENTENCES_WITH_PICTURES if pictures else SENTENCES
    for section in range(SECTIONS):
        yield Heading(sentence(chance)[:50])
        for number in range(PARAGRAPHS // 2):
            texts = (
                " ".join(sentence(chance) for _ in range(sentences)),
                " ".join(sentence(chance) for _ in range(sentences)),
            )
            yield Text(texts, section if pictures and number == 0 else None)
        if pictures and section < len(PICTURES):
            yield Picture(section, sentence(chance))
