"""Whatever visitors see is described: what a change of it changes."""

from django.apps import apps
from wagtail.models import Page

from portal.delivery.cdn.notes import WITH_OTHERS
from portal.delivery.cdn.noting import DESCRIBED
from portal.delivery.counters.tables import PUBLIC

#: Rows of these change all pages, or are so rare that nothing finer is worth it.
EVERYTHING = {
    "pages_filmposter", "pages_navigation", "pages_sitesettings",
    "wagtailcore_collectionviewrestriction", "wagtailcore_locale", "wagtailcore_site",
    # Stock models that the site has its own in place of.
    "wagtaildocs_document", "wagtailimages_image", "wagtailimages_rendition",
}  # fmt: skip


def test_each_table_that_visitors_see_is_on_one_list():
    pages = {model._meta.db_table for model in apps.get_models() if issubclass(model, Page)}
    lists = [pages, set(DESCRIBED), set(WITH_OTHERS), EVERYTHING]
    assert set().union(*lists) >= PUBLIC
    assert sum(map(len, lists)) == len(set().union(*lists))
    assert set().union(*lists[1:]) <= PUBLIC
