"""The report's item of one page, and the rows in which a run keeps its items."""

from portal.isomer.contents import Content
from portal.isomer.mapping import PageType
from portal.isomer.models import ImportRun, ImportRunItem
from portal.isomer.planner import PlannedPage
from portal.isomer.report import Action, Item
from portal.isomer.resolver.resolve import Resolved
from portal.isomer.source_tree import SourceTree
from portal.isomer.writer.pages import Written

_WRITTEN = frozenset({Action.CREATED, Action.UPDATED})


def item_of(
    planned: PlannedPage, content: Content, resolved: Resolved, written: Written, tree: SourceTree
) -> Item:
    """What became of one planned page; `tree` has its source."""
    action = written.action
    if planned.page_type == PageType.LINK and action == Action.CREATED:
        action = Action.ENTRY
    blocks = [
        block for value in resolved.fields.values() if isinstance(value, list) for block in value
    ]
    notes = [*content.notes, *resolved.notes, *written.notes]
    links = vars(resolved.links)
    return Item(
        source=planned.source,
        kind=planned.kind,
        address=written.address,
        page_type=written.page_type,
        page_id=written.page_id,
        action=action,
        source_words=content.source.words,
        page_words=content.page_words,
        images=resolved.images,
        videos=_count(blocks, "video"),
        embeds=_count(blocks, "embed"),
        cards=sum(len(block["value"]["cards"]) for block in _of(blocks, "card_grid")),
        tables=_count(blocks, "table"),
        # The home page's links stand in its front matter, where no body is there to be counted.
        links={"total": content.source.links or sum(links.values()), **links},
        legacy_html_blocks=_count(blocks, "legacy_html"),
        warnings=sorted(notes, key=lambda note: (note.line, str(note.code))),
        text=_text(planned, tree) if written.action in _WRITTEN else "",
        undo=written.undo,
    )


class Ledger:
    """The items of one run, in the order of its plan; also kept as rows when the run is a row.

    A run that is taken up again keeps what it said about the pages that it had written before.
    """

    def __init__(self, run: ImportRun | None):
        self._run = run
        self._before: dict[int, Item] = {}
        self._made: dict[str, list[int]] = run.undo if run is not None else {}
        if run is not None:
            self._before = {row.position: row.item() for row in run.items.all()}

    def made(self, name: str) -> list[int]:
        """The keys of things of one kind that the run made besides pages; to be added to."""
        return self._made.setdefault(name, [])

    def entered(self, position: int, item: Item) -> Item:
        """The item to report at a place of the plan."""
        earlier = self._before.get(position)
        if earlier and earlier.source == item.source and item.action == Action.UNCHANGED:
            return earlier
        return item

    def save(self, items: dict[int, Item]) -> None:
        """Write items by their places, in the place of earlier ones."""
        if self._run is None:
            return
        self._run.items.filter(position__in=items).delete()
        rows = [ImportRunItem.of(self._run, position, item) for position, item in items.items()]
        ImportRunItem.objects.bulk_create(rows)
        self._run.save(update_fields=["undo"])


def _text(planned: PlannedPage, tree: SourceTree) -> str:
    return tree.read_text(planned.source)[0] if planned.document is not None else ""


def _of(blocks: list[dict], kind: str) -> list[dict]:
    """The blocks of one kind, also those inside accordions."""
    found = []
    for block in blocks:
        if block["type"] == kind:
            found.append(block)
        elif block["type"] == "accordion":
            for item in block["value"]["items"]:
                found += _of(item["content"], kind)
    return found


def _count(blocks: list[dict], kind: str) -> int:
    return len(_of(blocks, kind))
