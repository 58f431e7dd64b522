"""The menu and the site's settings; what somebody else wrote there is left alone."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField
from wagtail.models import Site

from portal.isomer.codes import Code, Note
from portal.isomer.models import ImportedSetting
from portal.isomer.report import Action
from portal.isomer.writer.values import assign, attribute


@dataclass
class SettingsWritten:
    """What became of one group of settings."""

    action: str = Action.UNCHANGED
    notes: list[Note] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)
    """The values before, by field, for a rollback."""


class SettingsWriter:
    """Writes values that are empty, at their default, or still as an earlier run left them."""

    def __init__(self, site: Site, repository: str):
        self.site = site
        self.repository = repository
        rows = ImportedSetting.objects.filter(site=site, repository=repository)
        self._known = {row.name: row.fingerprint for row in rows}

    def write(self, model: type[BaseSiteSetting], values: dict[str, Any]) -> SettingsWritten:
        """Set the values that may be set; one that is refused is reported and left out."""
        written = SettingsWritten()
        setting = model.for_site(self.site)
        changed: dict[str, str] = {}
        created = False
        kept = False
        for name, value in values.items():
            if value in (None, "", [], False):
                continue
            key = f"{model.__name__}.{name}"
            current = _print(_stored(setting, name))
            default = current == _print(_stored(model(site=self.site), name))
            if not default and self._known.get(key) != current:
                kept = True
                written.notes.append(Note(Code.SETTING_EXISTS, name))
                continue
            before = getattr(setting, attribute(setting, name))
            stored = _stored(setting, name)
            assign(setting, name, value)
            problem = _problem(setting, name)
            if problem:
                setattr(setting, attribute(setting, name), before)
                written.notes.append(Note(Code.SETTING_REFUSED, f"{name}: {problem}"))
                continue
            after = _print(_stored(setting, name))
            if after != current:
                changed[key] = after
                written.undo[name] = stored
                created = created or key not in self._known
        if changed:
            setting.save()
            self._remember(changed)
            written.action = Action.CREATED if created else Action.UPDATED
        elif kept:
            written.action = Action.KEPT
        return written

    def give_back(self, model: type[BaseSiteSetting], values: dict[str, Any]) -> None:
        """Set values to what they were before this import wrote them; not those changed since."""
        setting = model.for_site(self.site)
        for name, value in values.items():
            key = f"{model.__name__}.{name}"
            if self._known.get(key) == _print(_stored(setting, name)):
                assign(setting, name, value)
                rows = ImportedSetting.objects.filter(
                    site=self.site, repository=self.repository, name=key
                )
                rows.update(fingerprint=_print(_stored(setting, name)))
        setting.save()

    def _remember(self, changed: dict[str, str]) -> None:
        for name, fingerprint in changed.items():
            ImportedSetting.objects.update_or_create(
                site=self.site,
                repository=self.repository,
                name=name,
                defaults={"fingerprint": fingerprint},
            )


def _stored(setting: BaseSiteSetting, name: str) -> Any:
    value = getattr(setting, attribute(setting, name))
    if isinstance(setting._meta.get_field(name), StreamField):
        return _without_ids(value.get_prep_value())
    return value


def _without_ids(value: Any) -> Any:
    """A stream's data without the ids that each saving may give anew."""
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    return value


def _print(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _problem(setting: BaseSiteSetting, name: str) -> str:
    model_field = setting._meta.get_field(name)
    try:
        model_field.clean(getattr(setting, attribute(setting, name)), setting)
    except ValidationError as error:
        return " ".join(error.messages)[:200] or "refused"
    return ""
