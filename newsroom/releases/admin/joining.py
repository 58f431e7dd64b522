"""Putting pages into a release: one from its own edit view, many from the release."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView
from django.views.generic.list import ListView
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from newsroom.releases import permissions
from newsroom.releases.admin.access import BelowReleasePage, DeskPage
from newsroom.releases.admin.edit import warn
from newsroom.releases.admin.forms import JoinForm
from newsroom.releases.models import Release, ReleaseItem


class AddPageView(DeskPage, FormView):
    """One page into a release that is being prepared, or into a new one."""

    page_title = "Add to a release"
    template_name = "releases/admin/add_page.html"

    def prepare(self, **kwargs) -> None:
        page = Page.objects.filter(pk=kwargs["page_pk"], depth__gt=1).first()
        if page is None:
            raise Http404("There is no such page.")
        if not (permissions.may_manage(self.actor) and _may_edit(page, self.actor)):
            raise PermissionDenied
        self.page = page.specific
        self.taken = ReleaseItem.objects.open().filter(page=page).select_related("release").first()

    def get_form(self, form_class=None) -> JoinForm:
        data = self.request.POST if self.request.method == "POST" else None
        return JoinForm(self.page, data, initial=self._initial())

    def _initial(self) -> dict[str, str]:
        choices = Release.objects.open()
        asked = self.request.GET.get("release", "")
        found = choices.filter(pk=asked).first() if asked.isdecimal() else None
        wanted = self.request.GET.get("action", "publish")
        return {"release": str(found.pk) if found else "", "action": wanted}

    def form_valid(self, form) -> HttpResponse:
        try:
            with transaction.atomic():
                release = form.chosen or Release.begin(
                    self.actor,
                    title=form.cleaned_data["title"],
                    instant=form.cleaned_data["instant"],
                )
                release.add(self.actor, self.page, **form.item)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        title = self.page.get_admin_display_title()
        messages.success(self.request, f"“{title}” is in the release “{release.title}”.")
        if form.chosen is None:
            warn(self.request, self.actor, release)
        return redirect("releases:detail", release.pk)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "page": self.page,
            "taken": self.taken,
            "is_public": self.page.live,
            "media": context["form"].media,
            "back": self._back(),
        }

    def _back(self) -> str:
        address = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(address, {self.request.get_host()}):
            return address
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class AddPagesView(BelowReleasePage, ListView):
    """Many pages into one release: those with changes first, the rest by their title."""

    page_title = "Add pages"
    template_name = "releases/admin/add_pages.html"
    paginate_by = 30
    page_kwarg = "p"
    refusal = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (self.release.is_prepared and permissions.may_manage(self.actor)):
            return redirect("releases:detail", self.release.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        chosen = self._chosen()
        page: Page | None = None
        if not chosen:
            return self._refuse("Tick the pages that go out with this release.")
        try:
            with transaction.atomic():
                for page in chosen:
                    self.release.add(self.actor, page)
        except ValidationError as refused:
            about = f"“{page.get_admin_display_title()}”: " if page else ""
            return self._refuse(f"{about}{' '.join(refused.messages)} No page was added.")
        count = f"{len(chosen)} pages are" if len(chosen) > 1 else "The page is"
        messages.success(request, f"{count} in the release.")
        return redirect("releases:detail", self.release.pk)

    def _refuse(self, line: str) -> HttpResponse:
        self.refusal = line
        self.release.refresh_from_db()
        if not (self.release.is_prepared and permissions.may_manage(self.actor)):
            messages.error(self.request, line)
            return redirect("releases:detail", self.release.pk)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(), status=409)

    def _chosen(self) -> list[Page]:
        # Longer numbers are none that a database could look for.
        sent = self.request.POST.getlist("page")
        ids = [number for number in sent if number.isdecimal() and len(number) < 19]
        found = page_permission_policy.explorable_instances(self.actor).filter(pk__in=ids[:200])
        return list(found.order_by("path"))

    @property
    def query(self) -> str:
        return self.request.GET.get("q", "").strip()[:200]

    @property
    def everything(self) -> bool:
        """Whether pages without changes are offered too: a search looks everywhere."""
        return bool(self.query) or self.request.GET.get("show") == "all"

    def get_queryset(self) -> QuerySet[Page]:
        editable = page_permission_policy.instances_user_has_permission_for(self.actor, "change")
        waiting = ReleaseItem.objects.open().values("page")
        pages = editable.filter(depth__gt=1, alias_of=None).exclude(pk__in=waiting)
        if self.query:
            pages = pages.filter(Q(draft_title__icontains=self.query) | Q(slug=self.query))
        if not self.everything:
            pages = pages.filter(Q(live=False) | Q(has_unpublished_changes=True))
        return pages.select_related("latest_revision__user").defer(
            "latest_revision__content"
        ).order_by(F("latest_revision_created_at").desc(nulls_last=True), "pk")  # fmt: skip

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "query": self.query,
            "everything": self.everything,
            "rows": [(page, _state(page), page.live) for page in context["page_obj"]],
            "ticked": set(self.request.POST.getlist("page")),
            "refusal": self.refusal,
        }


def _state(page: Page) -> str:
    if not page.live:
        return "not on the site yet"
    return "on the site, with changes" if page.has_unpublished_changes else "on the site"


def _may_edit(page: Page, user) -> bool:
    return page.permissions_for_user(user).can_edit()
