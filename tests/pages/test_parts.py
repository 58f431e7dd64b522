"""Components that are kept: the same arguments give the same words, and others never do."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine
from django.test import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe

from pages import parts

WRITTEN = "{% load i18n %}{% translate 'Search' %} {{ given.text|default:given }}"


@dataclass(frozen=True)
class Words:
    text: str


@dataclass
class Loose:
    text: str


@pytest.fixture
def shown():
    """Writes the part on a page, and tells how often it had to be written."""
    engine = Engine.get_default()
    part = engine.from_string(WRITTEN)
    before = parts._kept.cache_info().misses

    def write(given: object) -> str:
        return parts.written(part, {"given": given}, Context())

    write.times = lambda: parts._kept.cache_info().misses - before  # type: ignore[attr-defined]
    return write


@pytest.mark.parametrize(
    "given", ["a & b", 1, None, date(2026, 1, 2), Words("a"), [Words("a"), Words("b")], ("a", 1.5)]
)
def test_the_same_arguments_are_written_once(shown, given) -> None:
    assert shown(given) == shown(given)
    assert shown.times() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<b>", mark_safe("<b>")),
        (1, True),
        (1, 1.0),
        (Words("<b>"), Words(mark_safe("<b>"))),
        ([Words("a")], [Words("b")]),
        ("", None),
    ],
    ids=["safe", "boolean", "fraction", "safe inside", "list", "nothing"],
)
def test_what_is_only_alike_is_written_for_itself(shown, one, other) -> None:
    fresh = Engine.get_default().from_string(WRITTEN)
    for given in (one, other):
        assert shown(given) == fresh.render(Context({"given": given}))


def test_another_language_is_another_text(shown) -> None:
    with translation.override("en"):
        english = shown("a")
    with translation.override("ms"):
        assert shown("a") != english


@pytest.mark.parametrize("given", [Loose("a"), datetime(2026, 1, 2, tzinfo=UTC), {"text": "a"}])
def test_what_may_change_is_written_each_time(shown, given) -> None:
    shown(given)
    shown(given)
    assert shown.times() == 0
    if isinstance(given, Loose):
        assert shown(replace(given, text="b")).endswith("b")


def test_what_is_long_is_not_kept(shown) -> None:
    given = "a" * (parts.LONGEST + 1)
    assert given in shown(given)
    assert given in shown(given)


def test_settings_that_change_make_it_forget(shown) -> None:
    shown("a")
    with override_settings(STATIC_URL="/other/"):
        assert parts._kept.cache_info().currsize == 0
