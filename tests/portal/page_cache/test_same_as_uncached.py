"""Whatever changes, every address answers out of the cache as it does without one.

Everything is in the cache; something happens; then each address is asked of the cache, and what it
had kept is compared with Django's own answer. A difference names the address and the change.
"""

import os
import random
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import clear_url_caches

from newsroom import listing
from tests.conftest import Clock
from tests.pages.in_languages.versions import ALL
from tests.portal.page_cache import everything
from tests.portal.page_cache.both_ways import BothWays, ask
from tests.portal.page_cache.changing import CHANGES, QUIET
from tests.portal.page_cache.everything import Everything

pytestmark = pytest.mark.django_db(transaction=True)
#: So many walks, each of so many kinds of change; SEED chooses another one, SEED=random any, and
#: CHANGES="menu|topic" narrows the choice of kinds.
SEEDS = int(os.environ.get("SEEDS", "1"))
STEPS = int(os.environ.get("STEPS", "16"))
SEED = os.environ.get("SEED", "7")
FIRST_SEED = random.randrange(1 << 30) if SEED == "random" else int(SEED)
CHOICE = re.compile(os.environ.get("CHANGES", ""))


@pytest.fixture
def on(clock: Clock, linked, settings, monkeypatch) -> Iterator[Everything]:
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = ALL
    # Some lists have a second page.
    monkeypatch.setattr(listing, "ITEMS_PER_PAGE", 3)
    clear_url_caches()
    on = everything.build(clock)
    yield on
    clear_url_caches()


class Walk:
    """One change after the other, each looked at from everywhere."""

    def __init__(self, on: Everything, seed: int) -> None:
        self.on, self.seed, self.chance = on, seed, random.Random(seed)
        self.both = BothWays()
        self.done: list[str] = []
        self.both.warm(self._addresses())

    def take(self, name: str) -> None:
        self.done.append(name)
        self.on.time.forward(seconds=1)
        steps = CHANGES[name](self.on, self.chance)
        for step in [0] if steps is None else self._steps(steps):
            before = self.both.asked - self.both.renderings, self.both.asked
            self._look(name, step)
            kept, asked = self.both.asked - self.both.renderings, self.both.asked
            # Seen with `pytest -s`, and when it fails.
            print(f"{name}: {kept - before[0]} of {asked - before[1]} were kept", flush=True)

    def _steps(self, steps: Iterator[None]) -> Iterator[int]:
        number = 0
        for _ in steps:
            yield number
            number += 1
        yield number

    def _look(self, name: str, step: int) -> None:
        self.on.look_around()
        found = self.both.differences(self._addresses())
        assert not found, self._told(name, step, found)

    def _addresses(self) -> list[str]:
        # Who comes first after a change is a matter of chance.
        addresses = sorted(self.on.addresses)
        self.chance.shuffle(addresses)
        return addresses

    def _told(self, name: str, step: int, found: dict[str, str]) -> str:
        lines = [f"\n  {address}\n{difference}" for address, difference in found.items()]
        return (
            f"after “{name}”, step {step} (seed {self.seed}, {connection.vendor}), "
            f"{len(found)} addresses are not what they were rendered from:{''.join(lines[:8])}\n"
            f"  before that: {', '.join(self.done[:-1])}"
        )


@pytest.mark.parametrize("walk", range(SEEDS))
def test_every_address_is_what_it_is_without_the_cache(on: Everything, walk: int) -> None:
    taken = Walk(on, FIRST_SEED + walk)
    names = [name for name in sorted(CHANGES) if CHOICE.search(name)]
    taken.chance.shuffle(names)
    for name in names[:STEPS]:
        taken.take(name)
    both = taken.both
    print(
        f"{connection.vendor}, seed {taken.seed}: {len(taken.done)} kinds of change, "
        f"{len(on.addresses)} addresses, {both.asked} answers, "
        f"{both.asked - both.renderings} of them out of the cache"
    )


def test_what_nobody_sees_leaves_everything_warm(on: Everything) -> None:
    """So that the comparison above compares something."""
    # The same pages each time: one with a film asks for its still when a draft of it is saved, and
    # that there is something to fetch is public.
    walk = Walk(on, 1)
    walk.both.warm(sorted(on.addresses))
    before = walk.both.renderings
    not_kept = sum(_is_not_kept(walk.both, address) for address in sorted(on.addresses))
    assert not_kept <= 3
    for name in QUIET:
        walk.take(name)
    rendered = walk.both.renderings - before
    assert rendered <= not_kept * (len(QUIET) + 2)


def _is_not_kept(both: BothWays, address: str) -> bool:
    before = both.renderings
    ask(both.cache, address)
    return both.renderings > before
