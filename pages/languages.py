"""The languages of the site: whose an address is, and what a page is called in the others.

With `WAGTAIL_I18N_ENABLED`, each language has a tree of its own beside that of the default one:
translations of the site's home page, and what lies below them. The default language's addresses
carry no prefix, the others begin with the code of theirs (`/zh-hans/`). Without it, which is the
default, nothing here asks the database or changes an address.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils import translation
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from pages import dependencies, together, visibility

#: Where Wagtail notes the site of a request.
_SITE = "_wagtail_site"


@dataclass(frozen=True)
class Language:
    """A language as visitors meet it."""

    #: The code of its locale, and of Django's catalogue.
    code: str
    #: How HTML and search engines call it (BCP 47).
    tag: str
    #: How it calls itself.
    name: str

    @property
    def is_default(self) -> bool:
        """Whether its addresses have no prefix."""
        return self.code == settings.LANGUAGE_CODE


_KNOWN = [
    Language("en-gb", "en", "English"),
    Language("zh-hans", "zh-Hans", "中文"),
    Language("ms", "ms", "Bahasa Melayu"),
    Language("ta", "ta", "தமிழ்"),
]


@dataclass(frozen=True)
class Version:
    """A page in one language; or, where it has none in it, that language's home page."""

    language: Language
    address: str
    full_address: str
    is_current: bool
    is_translation: bool


def are_on() -> bool:
    """Whether the site has more than one language."""
    return settings.WAGTAIL_I18N_ENABLED


def offered() -> list[Language]:
    """The languages of the site, in the order of the settings."""
    known = {language.code: language for language in _KNOWN}
    return [
        known.get(code) or Language(code, code, name)
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def current() -> str:
    """The code of the language in which an answer is being made."""
    try:
        return get_supported_content_language_variant(translation.get_language())
    except LookupError:
        return settings.LANGUAGE_CODE


def make_locales(**kwargs) -> None:
    """Give each language of the settings its locale. Called when the database was migrated."""
    for language in offered() if are_on() else ():
        Locale.objects.get_or_create(language_code=language.code)


def tag_of(code: str) -> str:
    """How HTML and search engines call a language of the site."""
    return next((language.tag for language in offered() if language.code == code), code)


def prefix(code: str) -> str:
    """What stands before the addresses of a language: nothing, or `/ta`."""
    return "" if code == settings.LANGUAGE_CODE or not are_on() else f"/{code}"


def prefix_of(path: str) -> str:
    """The prefix with which a path begins, if it is that of a language of the site."""
    if not are_on():
        return ""
    first = "/" + path.split("/", 2)[1].casefold() if path.startswith("/") else ""
    return first if first in {prefix(language.code) for language in offered()} else ""


def without_default(path: str) -> str | None:
    """The path without the prefix that the default language does not have; None without one."""
    default = {language.tag for language in offered() if not prefix(language.code)}
    names = "|".join(re.escape(name) for name in {*default, settings.LANGUAGE_CODE})
    match = re.match(rf"/(?:{names})(?=/|$)", path, re.IGNORECASE) if are_on() else None
    return (path[match.end() :] or "/") if match else None


def roots(site: Site) -> dict[str, str]:
    """The `url_path` of each language's home page, by the language's prefix; no query."""
    if not are_on():
        return {"": site.root_page.url_path}
    with dependencies.reading(dependencies.translations(site.root_page.translation_key)):
        paths = Site.get_site_root_paths()
    return {prefix(root.language_code): root.root_path for root in paths if root.site_id == site.pk}


def place_of(site: Site, path: str) -> tuple[str, str]:
    """The `url_path` of the home page of a path's language, and the path below it.

    A prefix whose language has no home page is a path like any other.
    """
    homes = roots(site)
    first = prefix_of(path)
    if first and first in homes:
        return homes[first], path[len(first) :] or "/"
    return homes.get("", site.root_page.url_path), path


def tree_of(page: Page, site: Site) -> tuple[str, str]:
    """The `url_path` of the home page above a page, or of the page if it is one, and the prefix
    of their language."""
    for first, root in roots(site).items():
        if page.url_path.startswith(root):
            return root, first
    return site.root_page.url_path, ""


def in_site(pages, site: Site):
    """Narrow any page queryset to the pages of a site, in all its languages."""
    if not are_on():
        return pages.in_site(site)
    below = Q()
    for root in roots(site).values():
        below |= Q(url_path__startswith=root)
    return pages.filter(below)


def spoken(pages):
    """Narrow any page queryset to the language of the answer."""
    return pages.filter(locale__language_code=current()) if are_on() else pages


def of_request(request: HttpRequest) -> str:
    """The code of the language of a request's address."""
    first = prefix_of(request.path_info)
    site = _site_of(request) if first else None
    if site is None or first not in roots(site):
        return settings.LANGUAGE_CODE
    return first.removeprefix("/")


def _site_of(request: HttpRequest) -> Site | None:
    """The site of a request, which does not learn of it: whoever answers asks in a state of the
    database that holds for the whole answer.
    """
    was_known = hasattr(request, _SITE)
    with dependencies.reading():
        site = Site.find_for_request(request)
    if not was_known:
        vars(request).pop(_SITE, None)
    if site is not None:
        dependencies.note(dependencies.name(site.root_page_id))
    return site


def speaking(page: Page) -> AbstractContextManager:
    """Make interface strings and dates those of the page's language inside the block."""
    return translation.override(page.locale.language_code) if are_on() else nullcontext()


def versions(page: Page, request: HttpRequest) -> list[Version]:
    """The page in the languages of the site; empty while the public can read one only.

    One query finds the public translations of the page and of the home page.
    """
    site = Site.find_for_request(request) if are_on() else None
    if site is None:
        return []
    keys = {page.translation_key, site.root_page.translation_key}
    rows = visibility.public(in_site(Page.objects.filter(translation_key__in=keys), site))
    with dependencies.reading(*map(dependencies.translations, keys)):
        public = list(rows.select_related("locale", "public_address"))
    found: dict[tuple[str, bool], str] = {}
    for row in public:
        is_translation = row.translation_key == page.translation_key
        found[row.locale.language_code, is_translation] = _address(row, request)
    here = current()
    # The page itself may be a draft that is being previewed, or ask for a password.
    found[here, True] = page.get_url(request) or request.path
    listed = []
    for language in offered():
        has_page = (language.code, True) in found
        if address := found.get((language.code, has_page)):
            full = site.root_url + address
            listed.append(Version(language, address, full, language.code == here, has_page))
    return listed if len(listed) > 1 else []


def in_language(page: Page | None) -> Page | None:
    """The page in the language of the answer, else the page itself, while the public may see it."""
    if page is None:
        return None
    if own := translations([page]).get(page.pk):
        return own
    return page if visibility.is_public(page) else None


def translations(pages: Iterable[Page]) -> dict[int, Page]:
    """These pages as the public may read them in the language of the answer, by their own ids.

    A page without a public translation is left out.
    """
    pages = list(pages)
    here = current()
    if not are_on() or here == settings.LANGUAGE_CODE:
        return together.public_pages(page.pk for page in pages)
    keys = {page.translation_key: page.pk for page in pages}
    rows = visibility.public(Page.objects.filter(translation_key__in=keys))
    with dependencies.reading(*map(dependencies.translations, keys)):
        own = together.named(rows.filter(locale__language_code=here))
    return {keys[page.translation_key]: page for page in own}


def _address(row: Page, request: HttpRequest) -> str:
    own = getattr(row, "public_address", None)
    return own.encoded if own else row.get_url(request)


class LanguagePrefix:
    """The prefix of the active language, for building addresses: reading one is not done by the
    patterns but by `permalinks.find`, which knows what lies behind it.
    """

    converters: dict = {}
    name = None

    def __str__(self) -> str:
        return ""

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(re.escape(self._prefix()))

    def match(self, path: str) -> tuple[str, tuple, dict]:
        return path, (), {}

    def check(self) -> list:
        return []

    def describe(self) -> str:
        return "the language’s prefix"

    @staticmethod
    def _prefix() -> str:
        first = prefix(current()) if are_on() else ""
        return first.removeprefix("/") + "/" if first else ""


def with_prefix(*patterns: URLPattern) -> URLResolver:
    """Patterns whose addresses carry the prefix of the active language."""
    return URLResolver(LanguagePrefix(), list(patterns))  # type: ignore[arg-type]


@contextmanager
def of_address(request: HttpRequest) -> Iterator[str]:
    """Answer a request in the language of its address inside the block; yields its code."""
    code = of_request(request)
    with translation.override(code):
        yield code
