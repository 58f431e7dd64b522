"""The whole check: each address of the source is asked for and compared with its file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from portal.fidelity.compare.chrome import compare_footer, compare_menu, compare_redirects
from portal.fidelity.compare.listings import compare_listings
from portal.fidelity.compare.page import compare_page
from portal.fidelity.compare.pictures import Names
from portal.fidelity.compare.reported import ImportReport
from portal.fidelity.compare.subject import Subject
from portal.fidelity.compare.targets import Targets
from portal.fidelity.criteria import Criterion, Outcome, Score, total
from portal.fidelity.reading.collect import read
from portal.fidelity.reading.dialect import SOURCE
from portal.fidelity.reading.model import Content
from portal.fidelity.reading.page import read_page
from portal.fidelity.reading.walk import parse
from portal.fidelity.site.answer import REDIRECTS, Answer
from portal.fidelity.site.visits import Visitor, Visits
from portal.fidelity.source.addresses import canonical, request_path
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.markdown import Reference
from portal.fidelity.source.navigation import redirects
from portal.fidelity.source.repository import Repository
from portal.fidelity.source.sections import contact_html, home_html

Progress = Callable[[int, int], None]


@dataclass
class Row:
    """What was found about one file, listing or part of the site."""

    source: str
    address: str
    outcomes: dict[Criterion, Outcome] = field(default_factory=dict)

    @property
    def is_perfect(self) -> bool:
        return not any(outcome.losses for outcome in self.outcomes.values())


@dataclass
class Verdict:
    """The rows of a check and their sums."""

    rows: list[Row] = field(default_factory=list)

    def scores(self) -> list[Score]:
        """The score of each criterion that was measured."""
        scores = (
            total(
                criterion,
                (row.outcomes[criterion] for row in self.rows if criterion in row.outcomes),
            )
            for criterion in Criterion
        )
        return [score for score in scores if score.expected or score.lost]

    def overall(self) -> float:
        """The mean of the criteria's shares, in per cent."""
        scores = self.scores()
        return sum(score.share for score in scores) / len(scores) if scores else 100.0

    def passes(self, threshold: float | None = None) -> bool:
        """Whether every criterion reaches its threshold."""
        return all(score.passes(threshold) for score in self.scores())


class Check:
    """Compares one repository with one site."""

    def __init__(self, repository: Repository, site: Visitor, report: ImportReport) -> None:
        self.repository = repository
        self.report = report
        self.reference = Reference()
        self.visits = Visits(site)
        self.targets = Targets(repository, self.visits)
        self.targets.redirects = {canonical(old): new for old, new in redirects(repository)}
        self.targets.read_anchors = lambda document: self.source(document).anchors
        self.names = Names(repository)

    def run(self, only: str = "", progress: Progress = lambda done, total: None) -> Verdict:
        """Check every document whose path or address fits the pattern; without one, everything."""
        verdict = Verdict()
        documents = [
            document
            for document in self.repository.documents
            if not only or fnmatchcase(document.path, only) or fnmatchcase(document.address, only)
        ]
        for done, document in enumerate(documents, start=1):
            row = self._document(document)
            if row is not None:
                verdict.rows.append(row)
            progress(done, len(documents))
        if not only:
            verdict.rows.extend(self._surroundings())
        return verdict

    def _document(self, document: Document) -> Row | None:
        row = Row(document.path, document.address)
        if document.hidden:
            self._hidden(document, row)
        elif document.kind != Kind.SYSTEM:
            self._public(document, row)
        return row if row.outcomes else None

    def _hidden(self, document: Document, row: Row) -> None:
        """A draft or a future post must not answer."""
        if canonical(document.address) in self.repository.by_address:
            # A published file has the same address.
            return
        outcome = row.outcomes[Criterion.HIDDEN] = Outcome(1)
        answer = self.visits.get(request_path(document.address))
        if answer.status != 404:
            outcome.lose(f"{document.hidden}, but its address answers {answer.status}")

    def _public(self, document: Document, row: Row) -> None:
        notes = self.report.notes(document.path)
        outcome = row.outcomes[Criterion.ADDRESSES] = Outcome(1)
        claimant = self.repository.by_address.get(canonical(document.address))
        path = request_path(document.address)
        if claimant is not document and claimant is not None:
            outcome.lose(
                f"{document.address} also is the address of {claimant.path}",
                reported=notes.excuse(Criterion.ADDRESSES, document.address),
            )
            if not notes.address or canonical(notes.address) == canonical(document.address):
                return
            path = request_path(notes.address)
        answer, path, fault = self._ask(path, document)
        if fault:
            reported = notes.excuse(Criterion.ADDRESSES, document.address)
            outcome.lose(fault, reported=reported)
            if reported and notes.address:
                answer, path, _ = self._ask(request_path(notes.address), document)
        if answer.status != 200 or not answer.is_html or document.kind == Kind.LISTING:
            return
        page = read_page(answer.text)
        if page is None:
            return
        source = self.source(document)
        subject = Subject(document, source, page, path, notes, self.targets, row.outcomes)
        compare_page(subject, self.names)

    def _ask(self, path: str, document: Document) -> tuple[Answer, str, str]:
        """The answer, the path that gave it, and what is wrong: 200, or one 301 to a 200."""
        answer = self.visits.get(path)
        if answer.status == 200:
            return answer, path, ""
        if answer.status not in REDIRECTS:
            return answer, path, f"answers {answer.status}"
        if document.kind == Kind.ENTRY:
            return answer, path, ""
        own = self.visits.own_path(answer.location)
        if answer.status != 301 or own is None:
            return answer, path, f"answers {answer.status} to {answer.location[:120]}"
        second = self.visits.get(request_path(own))
        fault = "" if second.status == 200 else f"301 to {own[:120]}, which answers {second.status}"
        return second, request_path(own), fault

    def source(self, document: Document) -> Content:
        """What a visitor of the old site read on a page."""
        html = self.reference.html(document)
        if document.kind == Kind.HOME:
            html = home_html(document) + html
        elif document.kind == Kind.CONTACT:
            html = contact_html(document) + html
        body = parse(html)
        return read(body, SOURCE) if body is not None else Content()

    def _surroundings(self) -> list[Row]:
        """Listings, menu, footer and redirects."""
        listings = compare_listings(self.repository, self.visits, self.targets, self.report)
        rows = [Row("listing", address, outcomes) for address, outcomes in listings.items()]
        home = self.visits.get("/")
        navigation, footer = "_data/navigation.yml", "_data/footer.yml"
        notes = self.report.notes(navigation)
        menu = compare_menu(self.repository, home.text, self.targets, notes)
        rows.append(Row(navigation, "/", menu))
        notes = self.report.notes(footer)
        links = compare_footer(self.repository, home.text, self.targets, notes)
        rows.append(Row(footer, "/", links))
        old = compare_redirects(self.repository, self.visits, self.targets)
        rows.append(Row("_redirects", "", old))
        return rows
