"""Setting a field to what the resolver made of it."""

import json
from typing import Any

from django.db.models import Field, ForeignKey, Model
from wagtail.fields import StreamField


def attribute(instance: Model, name: str) -> str:
    """The attribute that holds a field's stored value: a key, for a reference."""
    field: Field = instance._meta.get_field(name)  # type: ignore[assignment]
    return field.attname if isinstance(field, ForeignKey) else name


def assign(instance: Model, name: str, value: Any) -> None:
    """Set a field; streams come as lists, references as keys."""
    is_stream = isinstance(instance._meta.get_field(name), StreamField)
    setattr(instance, attribute(instance, name), json.dumps(value) if is_stream else value)
