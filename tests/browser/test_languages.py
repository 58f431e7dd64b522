"""Pages in Chinese and Tamil: readable, accessible, and nothing wider than the window."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import clear_url_caches
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from fixtures import factories as make
from pages import languages
from pages.models import Navigation, SiteSettings

PHONE = {"width": 320, "height": 720}
DESKTOP = {"width": 1280, "height": 900}
TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.visually-hidden'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 90))"""

WORDS = {
    "zh-hans": {
        "home": "海港管理局",
        "lead": "让每一个码头都安全、便利，并为未来做好准备。",
        "news": "新闻中心",
        "title": "新渡轮码头将于明年一月启用，方便居民往返离岛",
        "text": "<p>海港管理局今日宣布，位于东岸的<em>新渡轮码头</em>将于明年一月启用。"
        "码头设有无障碍通道、候船室和自行车停放处，预计每日可服务约一万二千名乘客。</p>",
        "heading": "服务时间与票价",
    },
    "ta": {
        "home": "துறைமுக ஆணையம்",
        "lead": "ஒவ்வொரு துறையையும் பாதுகாப்பாகவும் வசதியாகவும் எதிர்காலத்திற்கு ஏற்றதாகவும் அமைக்கிறோம்.",
        "news": "செய்தி நிலையம்",
        "title": "புதிய படகுத்துறை அடுத்த ஜனவரி மாதம் பொதுமக்களின் பயன்பாட்டுக்குத் திறக்கப்படும்",
        "text": "<p>கிழக்குக் கடற்கரையில் அமைந்துள்ள <em>புதிய படகுத்துறை</em> அடுத்த ஜனவரியில் திறக்கப்படும் "
        "என்று துறைமுக ஆணையம் இன்று அறிவித்தது. அங்கு அணுக்கத்திறன் கொண்ட பாதைகளும் காத்திருப்பு "
        "அறைகளும் மிதிவண்டி நிறுத்துமிடங்களும் இருக்கும்.</p>",
        "heading": "சேவை நேரமும் கட்டணமும்",
    },
}


@pytest.fixture
def addresses(site: str, settings) -> Iterator[dict[str, list[str]]]:
    """Home page, listing and article of each language."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [
        (code, name) for code, name in settings.LANGUAGES if code != "ms"
    ]
    clear_url_caches()
    cache.clear()
    languages.make_locales()
    home = make.HomePageFactory(site_root=True, title="Harbour Office")
    hub = make.NewsroomFactory(title="Newsroom", slug="news", parent=home)
    item = make.NewsArticleFactory(title="A new ferry terminal", slug="ferry", parent=hub)
    search = make.SearchPageFactory(title="Search", slug="search", parent=home)
    _furnish(home.get_site(), hub)
    yield {
        code: [site + page.url for page in _translated(home, hub, item, search, code, words)]
        for code, words in WORDS.items()
    }
    clear_url_caches()
    cache.clear()


def _furnish(site, hub) -> None:
    settings, _ = SiteSettings.objects.get_or_create(site=site)
    settings.is_government, settings.site_name = True, "Harbour Office"
    settings.feedback_url = settings.privacy_url = settings.terms_url = "/feedback/"
    settings.save()
    menu, _ = Navigation.objects.get_or_create(site=site)
    menu.items = menu.items.stream_block.to_python(
        [{"type": "item", "value": {"label": "News", "link": {"page": hub.pk}}}]
    )
    menu.save()


def _translated(home, hub, item, search, code: str, words: dict[str, str]) -> list:
    locale = Locale.objects.get(language_code=code)
    body = [
        ("paragraph", words["text"]),
        ("heading", {"text": words["heading"], "level": "h2", "anchor": ""}),
        ("paragraph", words["text"]),
    ]
    made = []
    for page, fields in (
        (
            home,
            {"title": words["home"], "hero_title": words["home"], "hero_subtitle": words["lead"]},
        ),
        (hub, {"title": words["news"]}),
        (item, {"title": words["title"], "summary": words["lead"], "body": body}),
        (search, {"title": words["news"]}),
    ):
        page = page.copy_for_translation(locale)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()
        made.append(type(page).objects.get(pk=page.pk))
    return made


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_are_accessible_and_fit_the_window(
    page: Page, addresses: dict[str, list[str]], assert_axe_clean, size: dict
) -> None:
    page.set_viewport_size(size)
    for code, own in addresses.items():
        for address in own:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == code
            assert_axe_clean(page)
            assert page.evaluate(TOO_WIDE) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_switcher_leads_from_one_language_to_the_other(
    page: Page, addresses: dict[str, list[str]]
) -> None:
    page.goto(addresses["zh-hans"][2])
    page.get_by_role("link", name="தமிழ்").click()
    expect(page).to_have_url(addresses["ta"][2])
    expect(page.locator("h1")).to_have_text(WORDS["ta"]["title"])
    expect(page.get_by_role("link", name="தமிழ்")).to_have_attribute("aria-current", "true")


def test_letters_are_not_slanted_and_lines_are_tall(
    page: Page, addresses: dict[str, list[str]]
) -> None:
    for code, own in addresses.items():
        page.goto(own[2])
        style = "getComputedStyle(document.querySelector('.story em'))"
        assert page.evaluate(f"{style}.fontStyle") == "normal", code
        tall, size = page.evaluate(
            "(() => { const s = getComputedStyle(document.querySelector('.story p'));"
            "return [parseFloat(s.lineHeight), parseFloat(s.fontSize)] })()"
        )
        assert tall / size >= 1.7, code
