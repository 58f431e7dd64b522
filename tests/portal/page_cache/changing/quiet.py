"""What nobody sees."""

import random

from django.db import transaction

from fixtures.factories.lifecycle import publish
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.dispatcher.heartbeat import Pulse
from pages import clock
from tests.portal.page_cache.changing.choosing import Change, a_page, fresh
from tests.portal.page_cache.everything import Everything


def draft(on: Everything, chance: random.Random) -> None:
    page = a_page(chance)
    page.title = fresh("Draft")
    page.save_revision(log_action=True)


def taken_back(on: Everything, chance: random.Random) -> None:
    page = a_page(chance)
    page.title = fresh("Taken back")
    with transaction.atomic():
        publish(page)
        transaction.set_rollback(True)


def dispatcher(on: Everything, chance: random.Random) -> None:
    Pulse().beat(clock.now())
    run_pass()


_ALL: list[Change] = [draft, taken_back, dispatcher]
QUIET = {f"quiet: {change.__name__}": change for change in _ALL}
