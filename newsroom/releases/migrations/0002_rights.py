"""Who of a communications team may do what with releases."""

from django.db import migrations

MANAGE = ["view", "add", "change"]
RIGHTS = {
    "Editors": ["view"],
    "Communications": [*MANAGE, "release_now"],
    "Approvers": ["view", "approve", "release_now"],
    "Administrators": [*MANAGE, "approve", "release_now"],
}
NAMES = {
    "approve": "Can approve a release",
    "release_now": "Can send out a release at once, without a second person",
}


def grant(apps, schema_editor):
    """Give the rights, making the permissions where Django has not come to them yet."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="releases", model="release"
    )
    for name, actions in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.filter(name=name).first()
        if group is None:
            continue
        for action in actions:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_release",
                defaults={"name": NAMES.get(action, f"Can {action} release")},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0001_initial"),
        ("newsroom", "0002_groups_and_workflow"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
