"""Asking a surface for somebody, and reading everything that comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, TestCase
from django.urls import reverse

from tests.embargo.items import Item, State
from tests.embargo.surfaces import Surface
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

#: What stands in front of the route of an address without a name.
_ROUTES = "^"


@dataclass(frozen=True)
class Answer:
    """What one request led to: its address, and the tokens in everything it touched."""

    asked: str
    status: int
    tokens: frozenset[str]

    def of_others(self) -> set[str]:
        """The tokens that belong to anything but the published item."""
        return {found for found in self.tokens if not found.startswith(token(State.PUBLIC, ""))}


def client_of(world: World, role: str) -> Client:
    """A browser of somebody; of a visitor, for “anonymous”."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.people[role])
    return client


def ask(surface: Surface, world: World, client: Client) -> Iterator[Answer]:
    """All answers of a surface, for every item that it can be asked about.

    What an answer changes is undone before the next question.
    """
    every = list(world.items.values())
    for query, data in _questions(surface):
        one_answer = not _differs(surface, query, data)
        for item in every[:1] if one_answer else every:
            address = _address(surface, world, item)
            asked = f"{address}?{_filled(query, world, item)}" if query else address
            filled = data and {name: _filled(text, world, item) for name, text in data.items()}
            yield _answer(client, asked, filled if data is not None else None)


def _questions(surface: Surface) -> Iterator[tuple[str, dict | None]]:
    """Query strings to get, and query strings with what is posted to them."""
    if not surface.only_posted:
        yield from ((query, None) for query in surface.queries)
    yield from ((query, data) for data in surface.posts for query in surface.queries)


def _differs(surface: Surface, query: str, data: dict | None) -> bool:
    """Whether the question is another one for each item."""
    asked = f"{surface.path} {query} {data}".lower()
    return surface.is_asked_for_each_item or any("{" + part in asked for part in _PARTS)


#: Placeholders that differ from item to item.
_PARTS = ("slug", "permalink", "state", "page}", "parent}", "revision}", "topicslug", "imagetag",
          "docpath", "image}", "document}")  # fmt: skip


def _answer(client: Client, asked: str, data: dict[str, Any] | None) -> Answer:
    mail.outbox.clear()
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = client.get(asked) if data is None else client.post(asked, data)
        tokens = _tokens_of(response)
        transaction.set_rollback(True)
    # What the question says itself, the answer may repeat.
    tokens -= found_in(f"{asked} {data}")
    method = "GET" if data is None else "POST"
    return Answer(f"{method} {asked}", response.status_code, frozenset(tokens))


def _tokens_of(response: HttpResponseBase) -> set[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    tokens = found_in(body) | found_in(str(response.headers)) | found_in(str(response.cookies))
    for message in mail.outbox:
        tokens |= found_in(message.subject) | found_in(str(message.message()))
    return tokens


def cached() -> set[str]:
    """The tokens in every entry of the cache, and in their keys."""
    entries = cache._cache  # type: ignore[attr-defined]
    return {found for key, value in entries.items() for found in found_in(key) | found_in(value)}


def _address(surface: Surface, world: World, item: Item) -> str:
    if surface.path:
        return _filled(surface.path, world, item)
    if surface.name.startswith(_ROUTES):
        return "/" + surface.name.removeprefix(_ROUTES)
    numbers = {name: _number(source, world, item) for name, source in surface.numbers.items()}
    if all(name.isdecimal() for name in numbers):
        return reverse(surface.name, args=list(numbers.values()))
    return reverse(surface.name, kwargs=numbers)


def _number(source: str, world: World, item: Item) -> Any:
    """What stands in an address for a part of the item or of the world; 0 for what it lacks."""
    if source.startswith("="):
        return source[1:]
    name, _, attribute = source.partition(".")
    thing = getattr(item, name, None) if hasattr(item, name) else getattr(world, name)
    if attribute:
        value = getattr(thing, attribute, None)
        return getattr(value, "pk", value) or 0
    return thing if isinstance(thing, str) else getattr(thing, "pk", 0)


def _filled(text: str, world: World, item: Item) -> str:
    if "{" not in text:
        return text
    slug, permalink = token(item.state, "slug"), token(item.state, "permalink")
    every = world.items.values()
    values = {
        "state": item.state,
        "slug": slug,
        "SLUG": slug.upper(),
        "permalink": permalink,
        "PERMALINK": permalink.upper(),
        "permalink_rest": permalink[1:],
        "topicslug": token(item.state, "topicslug"),
        "imagetag": token(item.state, "imagetag"),
        "docpath": item.document.file.name,
        "pages": "&id=".join(str(other.page.pk) for other in every),
        "images": "&id=".join(str(other.image.pk) for other in every),
        "documents": "&id=".join(str(other.document.pk) for other in every),
        "topics": "&id=".join(str(other.topic.pk) for other in every),
        **{part: str(getattr(item, part).pk) for part in ("page", "parent", "image", "document")},
        "revision": str(item.revision.pk),
        "collection": str(item.image.collection_id),
        **{part: str(getattr(world, part).pk) for part in ("home", "news", "section")},
    }
    return text.format(**values)
