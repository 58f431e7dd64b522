"""Views that come before Wagtail's own of the same address, where it offers no rule."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pages.admin_privacy import choosers, reports, tags, translations

_usage = reports.KnownPageTypesUsageView

urlpatterns = [
    path("choose-page/", choosers.BrowseView.as_view()),
    path("choose-page/<int:parent_page_id>/", choosers.BrowseView.as_view()),
    path("choose-page/search/", choosers.SearchView.as_view(), name=choosers.SEARCH),
    path("choose-page/chosen-multiple/", choosers.ChosenMultipleView.as_view()),
    path("choose-external-link/", choosers.ExternalLinkView.as_view()),
    path("tag-autocomplete/", tags.autocomplete),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", tags.autocomplete),
    path("translation/submit/page/<int:page_id>/", translations.TranslateView.as_view()),
    path("reports/locked/", reports.LockedPagesView.as_view()),
    path("reports/locked/results/", reports.LockedPagesView.as_view(results_only=True)),
    path("reports/page-types-usage/", _usage.as_view()),
    path("reports/page-types-usage/results/", _usage.as_view(results_only=True)),
]

# What Wagtail does to every address of the admin.
for decorator in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, decorator)
