"""Taking several pages off at once: the question about readers is asked once, for all of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from newsroom import former_addresses
from newsroom.admin.forms import ManyReadersForm
from newsroom.models import NewsroomItem


class UnpublishManyAction(UnpublishBulkAction):
    """Wagtail's, with the question that `UnpublishItemView` asks for one item."""

    form_class = ManyReadersForm

    def get_form_kwargs(self) -> dict[str, Any]:
        pages, _ = self.get_actionable_objects()
        chosen = {page.pk for page in pages}
        going = Q(pk__in=chosen)
        for page in pages:
            going |= Q(path__startswith=page.path)
        items = NewsroomItem.objects.filter(going, live=True)
        return {
            **super().get_form_kwargs(),
            "user": self.request.user,
            "pages": [item for item in items if item.pk in chosen],
            "below": [item for item in items if item.pk not in chosen],
            "has_subpages": Page.objects.filter(going, live=True).exclude(pk__in=chosen).exists(),
        }

    def form_valid(self, form: ManyReadersForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            # Nothing was taken off: the transaction of the action has ended with it.
            form.add_error(None, error)
            return self.form_invalid(form)

    def get_execution_context(self) -> dict[str, Any]:
        form = self.cleaned_form
        return {
            **super().get_execution_context(),
            "items": form.asked_about,
            "target": form.cleaned_data.get("target"),
        }

    @classmethod
    def execute_action(
        cls, objects: list[Page], *, items=(), target: Page | None = None, **kwargs
    ) -> tuple[int, int]:
        """Take the pages off, then send the readers of each item that went."""
        counts = super().execute_action(objects, **kwargs)
        # One below, which the person may not take off, has stayed.
        gone = NewsroomItem.objects.filter(pk__in=[item.pk for item in items], live=False)
        for item in gone.specific():
            former_addresses.send_readers(item, target)
        return counts

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Wagtail's template shows the fields of the form only then.
        context["has_live_descendants"] = bool(context["form"].fields)
        return context
