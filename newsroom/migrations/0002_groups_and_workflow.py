"""The groups of a communications team, each with the rights its work needs, and one approval.

Rights on pages hold from the root of the tree down. Communications publish in the newsroom only:
that right is tied to the listing pages when they are created (`newsroom.signals`).
"""

from django.db import migrations

WRITE = ["add_page", "change_page"]
PAGE_RIGHTS = {
    "Editors": WRITE,
    "Communications": WRITE,
    "Approvers": [*WRITE, "publish_page", "lock_page", "unlock_page"],
    "Administrators": [*WRITE, "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
}
USE_FILES = ["add_{}", "choose_{}"]
MANAGE_FILES = [*USE_FILES, "change_{}"]
FILE_RIGHTS = {
    "Editors": USE_FILES,
    "Communications": MANAGE_FILES,
    "Approvers": MANAGE_FILES,
    "Administrators": [*MANAGE_FILES, "delete_{}"],
}
VIEW = ["view_{}"]
MANAGE = ["view_{}", "add_{}", "change_{}", "delete_{}"]
NEWSROOM_TABLES = [("pages", "contact"), ("newsroom", "topic")]
ADMINISTERED_TABLES = [
    ("auth", "user"),
    ("auth", "group"),
    ("wagtailcore", "site"),
    ("wagtailcore", "collection"),
    ("wagtailcore", "workflow"),
    ("wagtailcore", "task"),
    ("wagtailcore", "groupapprovaltask"),
    ("wagtailredirects", "redirect"),
    ("pages", "sitesettings"),
    ("pages", "navigation"),
]
WORKFLOW = "Approval"


def create(apps, schema_editor):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    _remove_stock(apps)
    for name in PAGE_RIGHTS:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.page_permissions.all().delete()
        group.collection_permissions.all().delete()
        group.permissions.set([_permission(apps, "wagtailadmin", "admin", "access_admin")])
        _grant_pages(apps, group, root)
        _grant_files(apps, group)
        _grant_tables(apps, group)
    _create_workflow(apps, root)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    names = [name for name in PAGE_RIGHTS if name != "Editors"]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


def _remove_stock(apps):
    """Wagtail's own moderators and their workflow, while nobody uses them."""
    group = apps.get_model("auth", "Group").objects.filter(name="Moderators", user__isnull=True)
    group.delete()
    workflow = apps.get_model("wagtailcore", "Workflow")
    workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()
    task = apps.get_model("wagtailcore", "GroupApprovalTask")
    task.objects.filter(name="Moderators approval", task_states__isnull=True).delete()


def _grant_pages(apps, group, root):
    rights = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in PAGE_RIGHTS[group.name]:
        right = _permission(apps, "wagtailcore", "page", codename)
        rights.create(group=group, page=root, permission=right)


def _grant_files(apps, group):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    rights = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for app, model in [("wagtailimages", "image"), ("wagtaildocs", "document")]:
        for pattern in FILE_RIGHTS[group.name]:
            right = _permission(apps, app, model, pattern.format(model))
            rights.create(group=group, collection=root, permission=right)


def _grant_tables(apps, group):
    granted = MANAGE if group.name in {"Communications", "Administrators"} else VIEW
    for app, model in NEWSROOM_TABLES:
        group.permissions.add(*_permissions(apps, app, model, granted))
    if group.name == "Administrators":
        for app, model in ADMINISTERED_TABLES:
            group.permissions.add(*_permissions(apps, app, model, MANAGE))


def _create_workflow(apps, root):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name="Second person’s approval", content_type=task_type, active=True
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name="Approvers"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page=root, defaults={"workflow": workflow}
    )


def _permissions(apps, app, model, patterns):
    return [_permission(apps, app, model, pattern.format(model)) for pattern in patterns]


def _permission(apps, app, model, codename):
    """The permission, made here when Django has not come to it yet (it does so after migrating)."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = content_types.get_or_create(app_label=app, model=model)
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("pages", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(create, remove)]
