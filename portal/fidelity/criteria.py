"""What is measured, how much of it has to be there, and the outcome of one measurement."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices


class Criterion(TextChoices):
    """One row of the summary."""

    ADDRESSES = "addresses", "Old addresses"
    HIDDEN = "hidden", "Drafts and future posts not public"
    TITLES = "titles", "Titles"
    WORDS = "words", "Words in order"
    LINKS = "links", "Links with their targets"
    IMAGES = "images", "Images"
    ALTS = "alternatives", "Alternative texts"
    FRAMES = "frames", "Videos and frames"
    CARDS = "cards", "Cards"
    ACCORDIONS = "accordions", "Accordion items"
    TABLES = "tables", "Table cells"
    NUMBERS = "numbers", "List numbers"
    HEADINGS = "headings", "Headings"
    LEGACY = "legacy", "Words outside legacy blocks"
    LISTINGS = "listings", "Listing entries in order"
    MENU = "menu", "Navigation entries"
    FOOTER = "footer", "Footer links"
    REDIRECTS = "redirects", "Redirects"


#: Shares in per cent that have to be reached; everything else needs STRUCTURES.
REQUIRED: dict[str, float] = {
    Criterion.ADDRESSES: 99.9,
    Criterion.HIDDEN: 100.0,
    Criterion.WORDS: 99.5,
    Criterion.LINKS: 99.9,
    Criterion.LEGACY: 98.0,
    Criterion.LISTINGS: 100.0,
    Criterion.MENU: 100.0,
}
STRUCTURES = 99.5


@dataclass(frozen=True)
class Loss:
    """Something of the source that the site does not show as it was.

    `weight` counts in the unit of its criterion: words, cells, entries.
    """

    what: str
    weight: int = 1
    reported: bool = False


@dataclass
class Outcome:
    """One criterion on one page: how much was expected and what of it is missing."""

    expected: int = 0
    losses: list[Loss] = field(default_factory=list)

    def lose(self, what: str, weight: int = 1, *, reported: bool = False) -> None:
        """Note a loss."""
        self.losses.append(Loss(what, weight, reported))

    @property
    def reported(self) -> int:
        return sum(loss.weight for loss in self.losses if loss.reported)

    @property
    def lost(self) -> int:
        return sum(loss.weight for loss in self.losses if not loss.reported)


@dataclass
class Score:
    """One criterion over the whole site."""

    criterion: Criterion
    expected: int = 0
    reported: int = 0
    lost: int = 0

    @property
    def kept(self) -> int:
        return max(self.expected - self.reported - self.lost, 0)

    @property
    def share(self) -> float:
        """What is kept or reported, in per cent."""
        if not self.expected:
            return 100.0 if not self.lost else 0.0
        return max(0.0, 100.0 * (1 - self.lost / self.expected))

    def passes(self, threshold: float | None) -> bool:
        """Whether the share reaches the threshold, by default the criterion's own."""
        required = REQUIRED.get(self.criterion, STRUCTURES) if threshold is None else threshold
        return self.share >= required


def total(criterion: Criterion, outcomes: Iterable[Outcome]) -> Score:
    """The sum of one criterion's outcomes."""
    score = Score(criterion)
    for outcome in outcomes:
        score.expected += outcome.expected
        score.reported += outcome.reported
        score.lost += outcome.lost
    return score
