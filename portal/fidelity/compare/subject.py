"""Both sides of one page, and everything a comparison may look up."""

from dataclasses import dataclass, field

from portal.fidelity.compare.reported import Notes
from portal.fidelity.compare.targets import Targets
from portal.fidelity.criteria import Criterion, Outcome
from portal.fidelity.reading.model import Content
from portal.fidelity.source.documents import Document


@dataclass
class Subject:
    """One document of the source and the page that the site serves for it."""

    document: Document
    source: Content
    page: Content
    #: The page's path on the site.
    path: str
    notes: Notes
    targets: Targets
    outcomes: dict[Criterion, Outcome] = field(default_factory=dict)

    def outcome(self, criterion: Criterion) -> Outcome:
        """The outcome of a criterion, to be filled."""
        return self.outcomes.setdefault(criterion, Outcome())

    def lose(self, criterion: Criterion, what: str, weight: int = 1) -> None:
        """Note a loss, reported when the import's report has a warning left for it."""
        reported = self.notes.excuse(criterion, what, weight)
        self.outcome(criterion).lose(what, weight, reported=reported)

    def defective(self, criterion: Criterion, what: str) -> None:
        """Note something the source itself has wrong: it can't be kept, only reported.

        Without a report nobody can tell whether it was, and it is left out of the count.
        """
        if self.notes.is_known:
            self.outcome(criterion).expected += 1
            self.lose(criterion, what)
