"""The catalogues: complete, compiled as they are written, and used on every page."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.test import override_settings
from django.urls import clear_url_caches
from django.utils import translation

from fixtures import factories as make
from fixtures import messages
from pages import languages
from pages.models import SiteSettings
from tests.test_page_types import TYPES

CODES = {"zh_Hans": "zh-hans", "ms": "ms", "ta": "ta"}
SCRIPTS = {"zh_Hans": r"[\u4e00-\u9fff]", "ta": r"[\u0b80-\u0bff]"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|{\w*}|</?\w+>")
#: The same word in English and in Malay, or the name of a format.
SAME = {"Menu", "j F Y", "j M Y, H:i"}


@pytest.fixture(scope="module")
def source():
    return messages.gathered()


@pytest.fixture(params=messages.LANGUAGES, scope="module")
def language(request) -> str:
    return request.param


def forms(words) -> tuple[str, ...]:
    return words if isinstance(words, tuple | list) else (words,)


def test_the_source_has_what_visitors_read(source) -> None:
    found = {forms(message.id)[0] for message in source if message.id}
    # From a template, from a filter's argument, from code, and in two forms.
    assert {"Skip to content", "Home", "Press release", "%(number)s item"} <= found


def test_every_message_has_a_translation(language, source) -> None:
    catalog = messages.read(language)
    wanted = {(message.context, message.id) for message in source if message.id}
    written = {(message.context, message.id) for message in catalog if message.id}
    assert wanted - written == set(), "run make messages"
    assert written - wanted == set(), "run make messages"
    assert [message.id for message in catalog if message.id and messages.is_open(message)] == []


def test_placeholders_and_tags_are_those_of_the_message(language) -> None:
    wrong = [
        (message.id, words)
        for message in messages.read(language)
        if message.id
        for words in forms(message.string)
        if sorted(PLACEHOLDER.findall(words)) != sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert wrong == []


def test_plurals_have_as_many_forms_as_the_language(language) -> None:
    catalog = messages.read(language)
    numbers = {"zh_Hans": 1, "ms": 1, "ta": 2}
    assert catalog.num_plurals == numbers[language]
    assert {len(message.string) for message in catalog if isinstance(message.id, tuple | list)} == {
        numbers[language]
    }


def test_a_translation_is_in_the_script_of_its_language(language) -> None:
    def is_written(words: str) -> bool:
        if language in SCRIPTS:
            return bool(re.search(SCRIPTS[language], words))
        return not re.search(r"[^\x00-\x7f“”’…–]", words)

    wrong = [
        words
        for message in messages.read(language)
        if message.id and not message.context
        for words in forms(message.string)
        if not is_written(words)
    ]
    assert wrong == []


def test_what_django_reads_is_what_was_written(language) -> None:
    compiled = messages.compiled(messages.read(language))
    assert messages.path_of(language, "mo").read_bytes() == compiled, "run make messages"
    with translation.override(CODES[language]):
        assert translation.gettext("Skip to content") != "Skip to content"
        assert translation.ngettext("%(number)s item", "%(number)s items", 5) not in {
            "%(number)s item",
            "%(number)s items",
        }


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en-gb", "21 November 2026"),
        ("zh-hans", "2026年11月21日"),
        ("ms", "21 November 2026"),
        ("ta", "21 நவம்பர் 2026"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(code, written) -> None:
    from datetime import UTC, date, datetime

    from pages import moments

    with translation.override(code):
        assert moments.day(date(2026, 11, 21)) == written
        instant = moments.stamp(datetime(2026, 11, 21, 1, 30, tzinfo=UTC))
        assert instant.endswith("09:30 SGT (UTC+8)")
        assert moments.time_of_day(datetime(2026, 11, 21, 1, 30, tzinfo=UTC)).startswith("09:30")


def words_of(page: BeautifulSoup) -> set[str]:
    """Everything a person reads or hears on a page, piece by piece."""
    for hidden in page.select("script, style, template"):
        hidden.decompose()
    texts = [str(node) for node in page.find_all(string=True) if type(node) is NavigableString]
    for attribute in ("aria-label", "placeholder", "title", "alt"):
        texts += [tag[attribute] for tag in page.select(f"[{attribute}]")]
    return {" ".join(text.split()) for text in texts} - {""}


@pytest.fixture
def spoken(language, db, monkeypatch):
    """The site with this language as its only one, so that every address speaks it."""
    monkeypatch.setattr(languages, "of_request", lambda request: CODES[language])
    chosen = [("en-gb", "English"), (CODES[language], "Other")]
    with override_settings(WAGTAIL_I18N_ENABLED=True, WAGTAIL_CONTENT_LANGUAGES=chosen):
        clear_url_caches()
        yield CODES[language]
    clear_url_caches()


@pytest.mark.parametrize("kind", TYPES)
def test_no_page_shows_an_english_message(kind, language, spoken, source, client) -> None:
    home = make.HomePageFactory(site_root=True, title="7")
    settings, _ = SiteSettings.objects.get_or_create(site=home.get_site())
    settings.is_government, settings.site_name, settings.feedback_url = True, "", "/f/"
    settings.report_vulnerability_url = settings.privacy_url = settings.terms_url = "/p/"
    settings.save()
    page = home if kind == "home" else TYPES[kind].factory(title="8", **TYPES[kind].fields)
    answer = client.get(page.url, {"q": "nothing"} if kind == "search" else {})
    assert answer.status_code == 200
    english = {forms(message.id)[0] for message in source if message.id} - SAME
    own = {words for row in messages.read(language) if row.id for words in forms(row.string)}
    assert words_of(BeautifulSoup(answer.content, "lxml")) & (english - own) == set()


@pytest.mark.parametrize("path", ["/nothing/", "/_search/nothing"])
def test_no_error_page_shows_one(path, language, spoken, source, client) -> None:
    make.HomePageFactory(site_root=True, title="7")
    answer = client.get(path)
    assert answer.status_code == 404
    words = words_of(BeautifulSoup(answer.content, "lxml"))
    english = {forms(message.id)[0] for message in source if message.id} - SAME
    own = {words for row in messages.read(language) if row.id for words in forms(row.string)}
    assert words & (english - own) == set()
    assert len(words & own) >= 3
