from dataclasses import dataclass, field


@dataclass(frozen=True)
class Surface:
    """One address and the ways to ask it.

    `numbers` says what stands for each part of the address: the name of a part of an item
    (`page`, `image`, …), of the world (`news`, `section`, …), or `=` and the text itself.
    """

    #: The URL name with its namespaces; for an address without a name, its route.
    name: str
    numbers: dict[str, str] = field(default_factory=dict)
    #: Query strings to ask it with; `{pages}`, `{images}`, … stand for every item's number.
    queries: tuple[str, ...] = ("",)
    #: What to post to it, beside asking.
    posts: tuple[dict, ...] = ()
    #: A path, where the name alone does not say it.
    path: str = ""
    #: Who must see an item's tokens here: "anonymous" those of the public item, an editor those
    #: of the embargoed ones. Shows that the question is one that could be answered wrongly.
    shown_to: tuple[str, ...] = ()
    #: Whether getting it is not worth a question.
    only_posted: bool = False

    @property
    def is_asked_for_each_item(self) -> bool:
        """Whether the answer depends on which item is asked for."""
        return (
            any(source.split(".")[0] in ITEM_PARTS for source in self.numbers.values())
            or "{state}" in self.path
        )


ITEM_PARTS = {
    "page", "parent", "image", "document", "topic", "revision", "release", "task_state",
    "workflow_state", "comment",
}  # fmt: skip


def surface(
    name: str,
    numbers: str = "",
    *queries: str,
    posts: tuple[dict, ...] = (),
    path: str = "",
    shown_to: str = "",
    only_posted: bool = False,
) -> Surface:
    """A surface in short: `surface("wagtailadmin_pages:edit", "page_id:page")`."""
    pairs = dict(pair.split(":", 1) for pair in numbers.split())
    return Surface(name, pairs, queries or ("",), posts, path, tuple(shown_to.split()), only_posted)
