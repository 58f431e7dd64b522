"""Translations of a page: which the person may know of, and where they may make one.

Wagtail names all translations to everybody who comes to one, and asks only for rights on the page
that is translated, not for any where its translation goes.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.contrib.simple_translation import wagtail_hooks as stock_hooks
from wagtail.contrib.simple_translation.forms import SubmitTranslationForm
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Locale, Page

from pages import languages
from pages.admin_privacy.policy import knows, manages, page_policy
from pages.admin_privacy.viewer import Person, viewer

_stock = Page.get_translations

HINT = (
    "A language can be chosen once the page above has a translation into it, below which you may "
    "add pages and change those of others."
)


def known_translations(page: Page, inclusive: bool = False):
    """The translations of a page, for whoever is looking.

    With the page itself among them Wagtail asks for all of them, to find the sites' home pages.
    """
    found = _stock(page, inclusive=inclusive)
    person = viewer()
    if person is None or inclusive:
        return found
    return found.filter(pk__in=page_policy().explorable_instances(person).values("pk"))


def mask() -> None:
    """Let Wagtail's pages use it, and drop its buttons. Called once, when models are ready."""
    Page.get_translations = known_translations
    # They are gone once a page has all its translations, and so tell of those in secret.
    for name, button in (
        ("register_page_header_buttons", stock_hooks.page_header_buttons),
        ("register_page_listing_more_buttons", stock_hooks.page_listing_more_buttons),
    ):
        hooks._hooks[name].remove((button, 0))


def header_button(page: Page, user: Person, view_name: str, next_url: str | None = None):
    """The hook `register_page_header_buttons`."""
    return _button(page, user, priority=80)


def listing_button(page: Page, user: Person, next_url: str | None = None):
    """The hook `register_page_listing_more_buttons`."""
    return _button(page, user, priority=60)


def _button(page: Page, user: Person, priority: int) -> Iterator[Button]:
    may_translate = user.has_perm("simple_translation.submit_translation")
    if languages.are_on() and may_translate and not page.is_root():
        address = reverse("simple_translation:submit_page_translation", args=[page.pk])
        yield Button("Translate", address, icon_name="globe", priority=priority)


class KnownTranslationForm(SubmitTranslationForm):
    """Offers the languages in whose tree the person looks after the pages above.

    There they know of every page, so that what is not offered tells nothing. The pages below are
    copied only for those who know of all of them.
    """

    def __init__(self, user: Person, page: Page, *args: Any, **kwargs: Any) -> None:
        super().__init__(page, *args, **kwargs)
        locales = self.fields["locales"]
        known = {
            translation.locale_id
            for translation in _stock(page, inclusive=True)
            if translation.pk == page.pk or knows(user, translation)
        }
        offered = Locale.objects.filter(
            language_code__in=[language.code for language in languages.offered()]
        ).exclude(pk__in=known)
        choosable = {locale.pk for locale in offered if _may_add_below(user, page, locale)}
        locales.queryset = offered  # type: ignore[attr-defined]
        locales.widget.disabled_values = [  # type: ignore[attr-defined]
            locale.pk for locale in offered if locale.pk not in choosable
        ]
        locales.help_text = HINT if len(choosable) < len(offered) else ""
        self.choosable = choosable
        self.show_submit = bool(choosable)
        if len(choosable) < 2:
            self.fields["select_all"].widget = forms.HiddenInput()
        if not manages(user, page):
            del self.fields["include_subtree"]

    def clean_locales(self):
        """Refuse a language that was not offered."""
        chosen = self.cleaned_data["locales"]
        if any(locale.pk not in self.choosable for locale in chosen):
            raise forms.ValidationError(HINT)
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {"include_subtree": False, **cleaned}


class TranslateView(SubmitPageTranslationView):
    """Wagtail's “Translate this page”; not found while the site has one language."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not languages.are_on():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> KnownTranslationForm:
        data = self.request.POST if self.request.method == "POST" else None
        return KnownTranslationForm(self.request.user, self.object, data)


def _may_add_below(user: Person, page: Page, locale: Locale) -> bool:
    parent = page.get_parent()
    # Home pages of all languages stand side by side.
    above = parent if parent.is_root() else parent.get_translation_or_none(locale)
    if above is None or not manages(user, above):
        return False
    return user.is_superuser or "add" in above.permissions_for_user(user).permissions
