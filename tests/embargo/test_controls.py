"""The same questions where the answer may hold the tokens: they could be found if they leaked."""

from collections.abc import Iterable

import pytest

from tests.embargo.asking import ask, client_of
from tests.embargo.items import EMBARGOED, State
from tests.embargo.surfaces import SURFACES, Surface
from tests.embargo.test_matrix import named
from tests.embargo.tokens import token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db

TO_VISITORS = [surface for surface in SURFACES if "anonymous" in surface.shown_to]
TO_EDITORS = [surface for surface in SURFACES if "editor" in surface.shown_to]


def shows(surface: Surface, world: World, role: str, states: Iterable[State]) -> bool:
    """Whether any answer holds a token of one of these states."""
    beginnings = tuple(token(state, "") for state in states)
    answers = ask(surface, world, client_of(world, role))
    return any(found.startswith(beginnings) for answer in answers for found in answer.tokens)


@pytest.mark.parametrize("surface", TO_VISITORS, ids=named)
def test_visitors_see_the_published_item(world: World, surface: Surface) -> None:
    assert shows(surface, world, "anonymous", [State.PUBLIC])


@pytest.mark.parametrize("surface", TO_EDITORS, ids=named)
def test_editors_see_what_is_embargoed(world: World, surface: Surface) -> None:
    assert shows(surface, world, "editor", EMBARGOED)
