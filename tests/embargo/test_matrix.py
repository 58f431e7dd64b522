"""Every surface, asked about every item, by everybody who may not know of it."""

import pytest

from tests.embargo.asking import ask, cached, client_of
from tests.embargo.surfaces import PUBLIC, SURFACES, Surface
from tests.embargo.world import World

pytestmark = pytest.mark.django_db

OUTSIDERS = ["anonymous", "other", "adder"]
LINKS = [surface for surface in PUBLIC if surface.name.startswith(("release_", "newsroom_feed"))]


def named(surface: Surface) -> str:
    return surface.path or " ".join([surface.name, *surface.numbers.values()])


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("surface", SURFACES, ids=named)
def test_nothing_leaks(world: World, surface: Surface, role: str) -> None:
    leaks = {
        answer.asked: sorted(answer.of_others())
        for answer in ask(surface, world, client_of(world, role))
        if answer.of_others() or answer.status == 500
    }
    assert leaks == {}


@pytest.mark.parametrize("surface", PUBLIC, ids=named)
def test_no_cache_keeps_what_is_not_public(world: World, surface: Surface) -> None:
    """Whoever has rights looks first; what that leaves in the cache is what visitors then get."""
    for role in ("superuser", "anonymous"):
        for _ in ask(surface, world, client_of(world, role)):
            assert {found for found in cached() if not found.startswith("quokkazpublic")} == set()


@pytest.mark.parametrize("surface", LINKS, ids=named)
def test_a_link_opens_what_it_was_made_for(world: World, surface: Surface) -> None:
    """Also while an expiry is overdue, as it is in this world."""
    for answer in ask(surface, world, client_of(world, "anonymous")):
        assert answer.status in (200, 404)
        assert answer.of_others() == set()
