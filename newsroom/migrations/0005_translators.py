"""Who of a communications team may have pages translated, and who chooses the languages."""

from django.db import migrations

TRANSLATORS = ["Editors", "Communications", "Approvers", "Administrators"]
LOCALES = ["view", "add", "change", "delete"]


def grant(apps, schema_editor):
    """Give the rights, making the permissions where Django has not come to them yet."""
    groups = apps.get_model("auth", "Group").objects
    translate = _permission(
        apps, "simple_translation", "simpletranslation", "submit_translation",
        "Can submit translations",
    )  # fmt: skip
    for group in groups.filter(name__in=TRANSLATORS):
        group.permissions.add(translate)
    for group in groups.filter(name="Administrators"):
        for action in LOCALES:
            group.permissions.add(
                _permission(
                    apps, "wagtailcore", "locale", f"{action}_locale", f"Can {action} locale"
                )
            )


def _permission(apps, app, model, codename, name):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_after_publication"),
        ("simple_translation", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
