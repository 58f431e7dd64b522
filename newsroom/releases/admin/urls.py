"""Addresses of the release desk below /admin/releases/."""

from django.urls import path

from newsroom.releases.admin import (
    as_at,
    calendar,
    calendar_key,
    detail,
    edit,
    emergency,
    joining,
    listing,
    previews,
    rehearsals,
    steps,
)

app_name = "releases"

urlpatterns = [
    path("", listing.IndexView.as_view(), name="index"),
    path("results/", listing.IndexView.as_view(results_only=True), name="index_results"),
    path("new/", edit.NewView.as_view(), name="new"),
    path("add/<int:page_pk>/", joining.AddPageView.as_view(), name="add_page"),
    path("calendar/", calendar.MonthView.as_view(), name="calendar"),
    path("agenda/", calendar.AgendaView.as_view(), name="agenda"),
    path("calendar/feed/", calendar_key.CalendarKeyView.as_view(), name="calendar_key"),
    path("as-at/", as_at.AsAtView.as_view(), name="as_at"),
    path("as-at/leave/", as_at.leave, name="leave_as_at"),
    path("<int:pk>/", detail.DetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", edit.EditView.as_view(), name="edit"),
    path("<int:pk>/add/", joining.AddPagesView.as_view(), name="add_pages"),
    path("<int:pk>/now/", emergency.ReleaseNowView.as_view(), name="release_now"),
    path("previews/<int:pk>/revoke/", previews.revoke, name="preview_revoke"),
    path("previews/page/<int:page_pk>/", previews.SharePageView.as_view(), name="preview_page"),
    path("<int:pk>/previews/", previews.ShareReleaseView.as_view(), name="preview_new"),
    path("<int:pk>/rehearse/", rehearsals.RehearseView.as_view(), name="rehearse"),
    path("<int:pk>/retry/", emergency.RetryView.as_view(), name="retry"),
    path("<int:pk>/step/<slug:step>/", steps.TransitionView.as_view(), name="transition"),
    path(
        "<int:pk>/pages/<int:item>/<slug:step>/",
        steps.ItemTransitionView.as_view(),
        name="item_transition",
    ),
]
