"""What a form refers to: pages, pictures and documents that the person may know of.

Choosers offer nothing else, but a request can be written by hand, and a form that is shown again
shows what it was sent. What the stored draft refers to already may stay.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import BaseForm, Field, ModelChoiceField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import BlockField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from pages.admin_privacy.files import known_files
from pages.admin_privacy.policy import page_policy
from pages.admin_privacy.viewer import Person

#: A kind of object, and the number of one.
Reference = tuple[type[Model], str]

REFUSED = "One of the chosen pages does not exist, or you may not link to it. Choose another one."


class KnownReferencesForm(WagtailAdminPageForm):
    """Refuses references that the person can't have chosen."""

    def is_valid(self) -> bool:
        """Raises PermissionDenied for a file: a form shown again would show the picture."""
        valid = super().is_valid()
        if not self.is_bound or self.for_user is None or self.for_user.is_superuser:
            return valid
        unknown = _unknown(self.for_user, set(_submitted(self)))
        if unknown:
            unknown -= set(_stored(self))
        if any(not issubclass(model, Page) for model, _ in unknown):
            raise PermissionDenied("A file that this person may not choose.")
        if unknown:
            self.add_error(None, REFUSED)
        return valid and not unknown


def _unknown(user: Person, references: set[Reference]) -> set[Reference]:
    """Those of the references that the user may not choose."""
    unknown: set[Reference] = set()
    for model in (Page, get_image_model(), get_document_model()):
        asked = {pk for kind, pk in references if issubclass(kind, model) and pk.isdecimal()}
        if asked:
            known = (
                page_policy().choosable_instances(user)
                if model is Page
                else known_files(model, user)
            )
            found = {str(pk) for pk in known.filter(pk__in=asked).values_list("pk", flat=True)}
            unknown |= {
                (kind, pk)
                for kind, pk in references
                if pk in asked - found and issubclass(kind, model)
            }
    return unknown


def _submitted(form: BaseForm) -> Iterator[Reference]:
    for name, field in form.fields.items():
        valid = getattr(form, "cleaned_data", {})
        value = valid[name] if name in valid else form[name].data
        yield from _references(field, value)
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from _submitted(child)


def _stored(form: BaseForm) -> Iterator[Reference]:
    for name, field in form.fields.items():
        yield from _references(field, form.get_initial_for_field(field, name))
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.initial_forms:
            yield from _stored(child)


def _references(field: Field, value: Any) -> Iterator[Reference]:
    if not value:
        return
    if isinstance(field, ModelChoiceField):
        if field.queryset is not None:
            yield field.queryset.model, str(getattr(value, "pk", value))
    elif isinstance(field, BlockField):
        yield from _kinds(field.block.extract_references(value))
    elif isinstance(value, str) and "<" in value:
        yield from _kinds(extract_references_from_rich_text(value))


def _kinds(found: Iterable[tuple]) -> Iterator[Reference]:
    for model, pk, *_ in found:
        yield model, str(pk)
