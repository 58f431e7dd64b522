"""What an answer is made from, and what a change changes, in the same words.

A finished page that is kept (`portal.delivery.page_cache`) holds as long as nothing changed that it
was made from. Both sides name that by *keys*, short texts without spaces:

- **Making an answer**, `reading(*keys)` stands around questions to the database and says on what
  their answers depend, also when nothing was found: `page(7)` on anything about that page, `name(7)`
  on its title, its address and whether it is public, `below(path)` on which pages lie below a place
  of the tree and on what they say, `names_below(path)` only on what those right below it are called,
  `at(address)` on which page answers there, `image(7)` on the sizes of a picture that were made.
  `note(*keys)` says so where nothing is asked.
- **Changing something**, `changing(*keys)` stands around the writing and says what it changes.

Either may be left out and nothing is wrong, only less is kept: a question that nobody has declared
depends on every declared change of its tables, and what is written undeclared changes everything.
A question may be declared only when no declared change can alter its answer without one of its
keys: so a declared change names the page and all places above it, and one that reaches further
(`Change.reaches_further`) is not declared after all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The cache in front of Django knows these words before Django has its models.
    from wagtail.models import Page

#: Changed by whatever nobody has declared; every answer depends on it.
EVERYTHING = "everything"
#: Changed by whatever may bring the next scheduled instant nearer.
DUE = "due"
#: Changed by any change at all.
ANYTHING = "anything"
#: Changed by whatever concerns an item that is news.
NEWS = "news"
#: So many page numbers, from a multiple of it, have a key in common.
NUMBERED_TOGETHER = 1000


class Change:
    """What is being written in a block, as far as it is known by now."""

    def __init__(self, keys: set[str]) -> None:
        self.keys = keys

    def reaches_further(self) -> None:
        """Let it count as a change of everything: also what was written before in the block."""
        self.keys.add(EVERYTHING)


_made_from: ContextVar[set[str] | None] = ContextVar("pages_dependencies_made_from", default=None)
_is_declared: ContextVar[bool] = ContextVar("pages_dependencies_is_declared", default=False)
_change: ContextVar[Change | None] = ContextVar("pages_dependencies_change", default=None)


def page(pk: int) -> str:
    """Anything that a page says of itself, in its text or about its date."""
    return f"page-{pk}"


def name(pk: int) -> str:
    """A page's title, its address, and whether the public may see it."""
    return f"name-{pk}"


def names_of(kind: str) -> str:
    """Which pages of a kind the public may see, and their titles and addresses; `kind` is the name
    of the model in small letters.
    """
    return f"names-{kind}"


def translations(key: object) -> str:
    """Which translations of a page the public may see, and their titles and addresses; `key` is
    what they have in common.
    """
    return f"translations-{key}"


def names(page: "Page") -> set[str]:
    """All keys of what a page is called, where it is and whether it is public."""
    kind = page.specific_class or type(page)
    return {
        name(page.pk),
        names_of(kind._meta.model_name),
        translations(page.translation_key),
        names_below(page.path[: -page.steplen]),
    }


def below(path: str) -> str:
    """Which pages lie below the page at this place of the tree, and anything about them."""
    return f"below-{path}"


def names_below(path: str) -> str:
    """Which pages the public may see right below the page at this place of the tree, in which order
    and groups, and their titles and addresses.
    """
    return f"names-below-{path}"


def numbered(pk: int) -> str:
    """Anything about the pages whose numbers are in the same thousand as this one."""
    return f"numbered-{pk // NUMBERED_TOGETHER}"


def beside(pk: int) -> str:
    """Which items come before and after one in its list."""
    return f"beside-{pk}"


def about(pk: int) -> str:
    """Which items there are on a topic, and anything about them."""
    return f"about-{pk}"


def at(address: str) -> str:
    """Which page answers at an address; it is given in the spelling of `permalinks.key_of`."""
    return f"at-{blake2b(address.encode(), digest_size=8).hexdigest()}"


def image(pk: int) -> str:
    """Which sizes of a picture there are."""
    return f"image-{pk}"


def table(name: str) -> str:
    """What declared changes write into a table of the database."""
    return f"table-{name}"


@contextmanager
def recording() -> Iterator[set[str]]:
    """The keys of what is made inside the block; complete when it ends."""
    keys: set[str] = set()
    token = _made_from.set(keys)
    declared = _is_declared.set(False)
    try:
        yield keys
    finally:
        _is_declared.reset(declared)
        _made_from.reset(token)


def note(*keys: str) -> None:
    """The answer that is being made depends on these keys."""
    if (made_from := _made_from.get()) is not None:
        made_from.update(keys)


@contextmanager
def reading(*keys: str) -> Iterator[None]:
    """What is asked of the database inside the block depends on these keys, and on those that are
    noted inside, and on nothing else that is declared.

    Querysets ask when they are looked through: that has to be inside the block.
    """
    note(*keys)
    token = _is_declared.set(True)
    try:
        yield
    finally:
        _is_declared.reset(token)


def are_asked_for() -> bool:
    """Whether somebody wants to know of a question that nobody has declared."""
    return _made_from.get() is not None and not _is_declared.get()


def note_reading(tables: Iterable[str]) -> None:
    """These tables were read by a question that nobody has declared."""
    note(*map(table, tables))


@contextmanager
def changing(*keys: str) -> Iterator[Change]:
    """What is written inside the block, as far as it lies in tables that declared changes may
    write to, changes these keys. More can be added to the change until its transaction commits.

    Inside another such block, that one's keys are changed as well.
    """
    outer = _change.get()
    change = Change(set(keys) if outer is None else outer.keys)
    change.keys.update(keys)
    token = _change.set(change)
    try:
        yield change
    finally:
        _change.reset(token)


def current_change() -> Change | None:
    """The declared change that is being written."""
    return _change.get()
