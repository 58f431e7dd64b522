"""What Wagtail asks before it shows something of a page or a file."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem

from pages.admin_privacy import api, choosers, reports, translations

# Wagtail's own registrations of the same names come first and are replaced.
AFTER_STOCK = 100

hooks.register("construct_page_chooser_queryset", choosers.choosable)
hooks.register("register_page_header_buttons", translations.header_button)
hooks.register("register_page_listing_more_buttons", translations.listing_button)


@hooks.register("construct_admin_api", order=AFTER_STOCK)
def limit_files(router) -> None:
    router.register_endpoint("images", api.KnownImagesAPIViewSet)
    router.register_endpoint("documents", api.KnownDocumentsAPIViewSet)


@hooks.register("construct_homepage_summary_items", order=AFTER_STOCK)
def count_known_pages(request: HttpRequest, items: list) -> None:
    items[:] = [
        reports.KnownPagesSummaryItem(request) if type(item) is PagesSummaryItem else item
        for item in items
    ]
