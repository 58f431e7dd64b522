"""Which effects were done, written to a file that survives whoever did them."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from newsroom.releases import effects
from newsroom.releases.models import Effect


class Told:
    """Every effect that is done from now on, in any process that is forked from this one."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = path
        path.touch()
        for kind, handler in list(effects._handlers.items()):
            monkeypatch.setitem(effects._handlers, kind, self._then_noted(kind, handler))

    def _then_noted(self, kind: str, handler: effects.Handler) -> effects.Handler:
        def done(payload: dict) -> None:
            handler(payload)
            line = json.dumps([kind, payload]) + "\n"
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND)
            os.write(file, line.encode())
            os.close(file)

        return done

    def clear(self) -> None:
        """Forget what was done so far."""
        self._path.write_text("")

    def everything(self) -> Iterator[tuple[str, dict]]:
        """Kind and payload of each, as often as it was done."""
        for line in self._path.read_text().splitlines():
            kind, payload = json.loads(line)
            yield kind, payload

    def signals(self) -> set[tuple[str, int, int | None]]:
        """(signal, page, revision) of each publication that Wagtail's receivers were told of."""
        return {
            (_signal(payload), int(payload["object"]), payload["revision"])
            for kind, payload in self.everything()
            if kind == "signal"
        }

    def subjects(self) -> set[str]:
        """The subjects of the mails that were sent."""
        return {payload["subject"] for kind, payload in self.everything() if kind == "mail"}


def _signal(payload: dict) -> str:
    model = ContentType.objects.get_for_id(payload["model"]).model_class()
    return f"{'page_' if issubclass(model, Page) else ''}{payload['verb']}ed"


def deliver_the_rest(clock) -> None:
    """Let time pass until every effect that was left behind is done."""
    for _ in range(4):
        if not Effect.objects.exists():
            return
        clock.set(clock.instant + timedelta(minutes=5))
        effects.deliver_due()
    assert not list(Effect.objects.values("kind", "error", "attempts"))
