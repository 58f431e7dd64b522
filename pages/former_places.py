"""Where visitors of an old address are sent, after a page or one above it was renamed or moved.

Wagtail writes a redirect for every page below, which takes longer the more there are. Here one row
says where the page was; whatever was below is found below where it is now. The page itself has a
redirect too, for the people who keep the list of redirects: who deletes it there ends it for the
pages below as well.
"""

from copy import copy

from django.db.models.functions import Length
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages import clock, dependencies, languages, permalinks
from pages.models.places import FormerPlace

_REDIRECT_LENGTH = Redirect._meta.get_field("old_path").max_length


def record(page: Page, url_path: str) -> None:
    """Let the place that a page had lead to where it is now, and all below it.

    `page` is as it is stored now; `url_path` is what it had before.
    """
    was_public = page.live or page.first_published_at is not None
    before = copy(page)
    before.url_path = url_path
    site = before.get_site()
    if site is None or not was_public or page.is_site_root():
        return
    root, prefix = languages.tree_of(before, site)
    path = f"{prefix}/{url_path.removeprefix(root)}"
    fits = len(path) <= _REDIRECT_LENGTH
    if fits:
        _redirect(site, path, page)
    if not fits or Page.objects.filter(path__startswith=page.path, depth__gt=page.depth).exists():
        _remember(site, path, page)
    # Pages above may have had other names: later they may be gone, and this page still be there.
    parts = url_path.strip("/").split("/")
    above = ["/" + "/".join(parts[:number]) + "/" for number in range(1, len(parts))]
    older = FormerPlace.objects.filter(site=site, page__url_path__in=above)
    for start, place in older.values_list("path", "page__url_path"):
        _remember(site, start.rstrip("/") + "/" + url_path.removeprefix(place), page)


def pages_at(site: Site, path: str) -> list[Page]:
    """The pages that a decoded path once led to, the likeliest first; whether anybody may see
    them is not asked here.

    Two queries, or one when no page above the path has ever been elsewhere.
    """
    segments = permalinks.without_index_file(path).strip("/").split("/")
    starts = {
        key: number
        for number in range(1, len(segments) + 1)
        if len(key := permalinks.key_of("/" + "/".join(segments[:number]))) <= permalinks.MAX_LENGTH
    }
    if "\x00" in path:
        return []
    rows = FormerPlace.objects.filter(site=site, key__in=starts).order_by(
        Length("key").desc(), "-left_at", "-pk"
    )
    with dependencies.reading():
        former = list(rows.values_list("key", "page__url_path", "page_id"))
    wanted: dict[str, None] = {}
    for key, place, pk in former:
        # A declared change writes no rows of this kind, but may move the page that one names.
        dependencies.note(dependencies.name(pk))
        below = "".join(f"{segment}/" for segment in segments[starts[key] :])
        wanted |= {place + below: None, place + below.casefold(): None}
    with dependencies.reading(*map(permalinks.place_key, wanted)):
        found = {page.url_path: page for page in permalinks.in_tree(wanted)}
    dependencies.note(*(dependencies.page(page.pk) for page in found.values()))
    return [found[place] for place in wanted if place in found]


def _remember(site: Site, path: str, page: Page) -> None:
    if len(path) <= permalinks.MAX_LENGTH:
        FormerPlace.objects.update_or_create(
            site=site,
            key=permalinks.key_of(path),
            page_id=page.pk,
            defaults={"path": path, "left_at": clock.now()},
        )


def _redirect(site: Site, path: str, page: Page) -> None:
    """What people wrote by hand stays."""
    old_path = Redirect.normalise_path(permalinks.encode(path))
    row, is_new = Redirect.objects.get_or_create(
        old_path=old_path,
        site=site,
        defaults={"redirect_page_id": page.pk, "automatically_created": True},
    )
    if not is_new and row.automatically_created:
        row.redirect_page_id, row.is_permanent, row.redirect_page_route_path = page.pk, True, ""
        row.save()


@receiver(post_delete, sender=Redirect, dispatch_uid="pages.end_former_place")
def end_with_redirect(instance: Redirect, **kwargs) -> None:
    key = permalinks.key_of(instance.old_path)
    FormerPlace.objects.filter(
        site_id=instance.site_id, key=key, page_id=instance.redirect_page_id
    ).delete()
