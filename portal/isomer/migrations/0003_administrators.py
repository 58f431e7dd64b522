"""Administrators may import a repository."""

from django.db import migrations

GROUP = "Administrators"
RIGHTS = ("add_importrun", "change_importrun")


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    if group is None:
        return
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="isomer", model="importrun"
    )
    permission = apps.get_model("auth", "Permission").objects
    for codename in RIGHTS:
        # Django itself makes these rows only after all migrations.
        right, _ = permission.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.split('_')[0]} import"},
        )
        group.permissions.add(right)


def revoke(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    if group is not None:
        rights = group.permissions.filter(content_type__app_label="isomer", codename__in=RIGHTS)
        group.permissions.remove(*rights)


class Migration(migrations.Migration):

    dependencies = [
        ('isomer', '0002_runs'),
        ('newsroom', '0002_groups_and_workflow'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(grant, revoke)]
