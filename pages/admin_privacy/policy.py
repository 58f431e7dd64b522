"""Which pages a person may know of, and of which they may read the draft."""

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from pages import visibility
from pages.admin_privacy.viewer import Person

#: Rights that let a person read drafts where they hold. Of pages that they may only add, they
#: read their own.
FULL_RIGHTS = frozenset({"change", "publish", "lock", "unlock", "bulk_delete"})


class KnowledgePolicy(PagePermissionPolicy):
    """Wagtail's policy, except that the right to add pages shows nobody the drafts of others."""

    def explorable_instances(self, user: Person) -> QuerySet:
        """The pages that the explorer, the admin's search, reports and the admin API show."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self._explorable(user))

    def choosable_instances(self, user: Person) -> QuerySet:
        """The pages that the user may link to: what they explore, and what the public sees."""
        return self.choosable_among(self.model._default_manager.all(), user)

    def choosable_among(self, pages: QuerySet, user: Person) -> QuerySet:
        """Those of these pages that the user may link to. Chosen from all pages first, they would
        all be looked at, also where these are few.
        """
        if not user.is_active:
            return pages.none()
        if user.is_superuser:
            return pages
        # The root is no page; it is where browsing begins.
        return pages.filter(self._explorable(user) | visibility.is_public_now() | Q(depth=1))

    def draft_readable_instances(self, user: Person) -> QuerySet:
        """The pages whose unpublished changes the user may read."""
        return self.instances_user_has_any_permission_for(user, set(FULL_RIGHTS))

    def _explorable(self, user: Person) -> Q:
        rights = list(self.get_cached_permissions_for_user(user))
        known = Q(pk__in=[])
        for right in rights:
            below = Q(path__startswith=right.page.path)
            if _action(right) in FULL_RIGHTS:
                known |= below
            elif _action(right) == "add":
                mine = Q(owner=user) | Q(pk=right.page_id) | visibility.is_public_now()
                known |= below & mine
        return known | Q(path__in=self._ways_down(rights))

    def _ways_down(self, rights: list) -> set[str]:
        """Paths of the pages through which the explorer leads to where the rights are."""
        pages = [right.page for right in rights]
        top = self.model.base_page_model.objects.first_common_ancestor_of(pages)
        step = self.model.base_page_model.steplen
        return {
            page.path[:length]
            for page in pages
            for length in range(len(top.path), len(page.path), step)
        }


def replace_stock() -> None:
    """Let everything in the admin ask this policy. Called once, when models are ready."""
    register_permission_policy(Page, KnowledgePolicy(Page))


def page_policy() -> KnowledgePolicy:
    """The policy of pages."""
    return policy_registry.get_by_type(Page)


def reads_drafts(user: Person, page: Page) -> bool:
    """Whether the person may read what is not published of the page."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    for right in page_policy().get_cached_permissions_for_user(user):
        if page.path.startswith(right.page.path) and (
            _action(right) in FULL_RIGHTS or (_action(right) == "add" and page.owner_id == user.pk)
        ):
            return True
    task = page.current_workflow_task
    return bool(task and task.user_can_access_editor(page, user))


def manages(user: Person, page: Page) -> bool:
    """Whether the person may read all drafts at and below the page, whoever wrote them."""
    if user.is_superuser or not user.is_active:
        return user.is_active
    return any(
        _action(right) in FULL_RIGHTS and page.path.startswith(right.page.path)
        for right in page_policy().get_cached_permissions_for_user(user)
    )


def knows(user: Person, page: Page) -> bool:
    """Whether the person may know that the page exists."""
    if visibility.is_public(page):
        return True
    rights = page_policy().get_cached_permissions_for_user(user) if user.is_active else []
    leads_to_a_right = any(right.page.path.startswith(page.path) for right in rights)
    return leads_to_a_right or reads_drafts(user, page)


def _action(right) -> str:
    return right.permission.codename.rsplit("_", maxsplit=1)[0]
