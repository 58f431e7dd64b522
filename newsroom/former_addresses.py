"""Where readers are sent from the address of an item that is no longer published."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from newsroom.models import FormerAddress, NewsroomItem
from pages import dependencies, elsewhere, former_places, permalinks, visibility


@transaction.atomic
def send_readers(page: NewsroomItem, target: Page | None) -> None:
    """Send the readers of an item on to `target` once it is unpublished.

    With None its addresses answer 410 Gone. The item is read as it is stored: what counts is the
    address that readers know. While it is published, and again when it is published later, it
    answers itself. Raises ValidationError when readers can't be sent to the target.
    """
    if target is not None:
        check_target(page, target)
    forget(page)
    site = page.get_site()
    for path in _addresses(page, site):
        redirect = _redirect(site, path, target) if target else None
        FormerAddress.objects.update_or_create(
            site=site,
            path=path,
            defaults={"key": permalinks.key_of(path), "page": page, "redirect": redirect},
        )


def check_target(page: NewsroomItem, target: Page) -> None:
    """Raise ValidationError when readers of an item can't be sent to this page."""
    if target.pk == page.pk:
        raise ValidationError("Readers can’t be sent to the page that is taken away.")
    # As it is stored now: it may have gone live a moment ago, in the same transaction.
    if not visibility.public(Page.objects.filter(pk=target.pk)).exists():
        raise ValidationError("This page is not public itself. Choose one that readers can see.")


def has_left(page: NewsroomItem) -> bool:
    """Whether an item was public once and is not now, so that people may come to its address."""
    return not page.live and page.first_published_at is not None


def forget(page: NewsroomItem) -> None:
    """Undo what was arranged for the addresses of an item: it answers itself again."""
    rows = FormerAddress.objects.filter(page=page)
    # Hardly any item has one, and every publication comes by.
    if redirects := list(rows.values_list("redirect", flat=True)):
        Redirect.objects.filter(pk__in=redirects).delete()
        rows.delete()


def find(site: Site, path: str) -> FormerAddress | None:
    """What was arranged for a decoded path, in whatever spelling; None when it is nobody's.

    An address that the item had before its last one counts too: what leads from it to the item
    leads nowhere now.
    """
    old_path = Redirect.normalise_path(permalinks.encode(path))
    older = Redirect.objects.filter(site=site, old_path=old_path).values("redirect_page")
    its_own = models.Q(key=permalinks.key_of(path))
    moved = models.Q(page__in=[page.pk for page in former_places.pages_at(site, path)])
    found = FormerAddress.objects.filter(its_own | moved | models.Q(page__in=older), site=site)
    with dependencies.reading():
        former = found.select_related("redirect__redirect_page").first()
    if former and former.redirect and (target := former.redirect.redirect_page):
        # A declared change writes neither of the two rows, but may change the page that they name.
        dependencies.note(dependencies.page(target.pk))
    return former


@elsewhere.ask_too
def _answer(request: HttpRequest) -> HttpResponse | None:
    """What an editor said becomes of the readers of an item that was taken off.

    Asked after the redirects, which know the item's last address in one spelling only. Like them it
    keeps silent about a page that is not public.
    """
    site = Site.find_for_request(request)
    former = find(site, request.path) if site else None
    if former is None:
        return None
    if former.redirect is None:
        return render(request, "410.html", status=410)
    target = former.redirect.redirect_page
    if target is None or not visibility.is_served(target):
        return None
    return HttpResponseRedirect(former.redirect.link)


def _addresses(page: NewsroomItem, site: Site | None) -> set[str]:
    """The decoded paths at which readers reach a page: its own address, and its place."""
    if site is None:
        return set()
    place = permalinks.tree_path(page.get_parent(), page.slug, site)
    return {place, permalinks.own_path(page, site) or place}


def _redirect(site: Site, path: str, target: Page) -> Redirect:
    old_path = Redirect.normalise_path(permalinks.encode(path))
    longest = Redirect._meta.get_field("old_path").max_length
    if len(old_path) > longest:
        raise ValidationError(
            f"The address of this page has more than {longest} characters: readers can’t be sent "
            "on from it."
        )
    redirect, _ = Redirect.objects.update_or_create(
        old_path=old_path,
        site=site,
        defaults={
            "redirect_page_id": target.pk,
            "redirect_page_route_path": "",
            "redirect_link": "",
            # The item may come back: nothing that browsers keep for ever.
            "is_permanent": False,
            "automatically_created": True,
        },
    )
    return redirect
