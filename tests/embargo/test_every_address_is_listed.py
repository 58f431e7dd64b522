"""An address that is added to the site has to say what it may show to whom."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern

from pages.admin_privacy import urls as ours
from tests.embargo.surfaces import SURFACES
from tests.embargo.surfaces.admin import NOT_ASKED


def addresses(
    resolver: URLResolver, route: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """The name, or for want of one the route, of every address; and its route."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = ":".join(filter(None, [namespace, pattern.name]))
            yield (name if pattern.name else f"^{here}", here)
        else:
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern, here, inner)


def unlisted(found: list[tuple[str, str]]) -> list[str]:
    listed = {surface.name for surface in SURFACES}
    groups = tuple(NOT_ASKED)
    # Ours that stand before Wagtail's of the same address are asked under its name.
    named = {route for name, route in found if not name.startswith("^")}
    return sorted(
        {
            name
            for name, route in found
            if name not in listed
            and not name.startswith(groups)
            and not (name.startswith("^") and route in named)
        }
    )


def test_every_address_is_listed() -> None:
    found = list(addresses(get_resolver()))
    assert len(found) > 200
    assert unlisted(found) == []


def test_the_list_holds_no_address_that_is_gone() -> None:
    found = {name for name, _ in addresses(get_resolver())}
    assert sorted({surface.name for surface in SURFACES} - found) == []
    assert [group for group in NOT_ASKED if not any(n.startswith(group) for n in found)] == []


def test_an_address_that_is_not_listed_is_noticed() -> None:
    assert unlisted([("newsroom:secret_list", "admin/secret/")]) == ["newsroom:secret_list"]
    assert unlisted([("^admin/secret/", "admin/secret/")]) == ["^admin/secret/"]


def test_our_views_stand_before_wagtails_of_the_same_address() -> None:
    stock = {route for name, route in addresses(get_resolver()) if not name.startswith("^")}
    for pattern in ours.urlpatterns:
        assert f"admin/{pattern.pattern}" in stock
    for name, module in [
        ("wagtailadmin_choose_page", "choosers"),
        ("wagtailadmin_choose_page_search", "choosers"),
        ("wagtailadmin_choose_page_chosen_multiple", "choosers"),
        ("wagtailadmin_choose_page_external_link", "choosers"),
        ("wagtailadmin_tag_autocomplete", "tags"),
        ("wagtailadmin_reports:page_types_usage", "reports"),
        ("wagtailadmin_reports:page_types_usage_results", "reports"),
    ]:
        assert resolve(reverse(name)).func.__module__ == f"pages.admin_privacy.{module}"
