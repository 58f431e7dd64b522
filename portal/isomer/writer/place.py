"""Where a run writes: the site, its home page, and the addresses that are already taken."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page, Site

from pages.models import HomePage
from pages.permalinks import Permalink, key_of
from portal.isomer.errors import ImportStop
from portal.isomer.models import ImportedPage


@dataclass
class Place:
    """The site and the home page below which a run writes.

    `home` is None while the site still shows Wagtail's welcome page.
    """

    site: Site
    home: HomePage | None

    @property
    def top(self) -> str:
        """The path of the home page within its site."""
        if self.home is None:
            return "/"
        root = self.site.root_page.url_path
        return self.home.url_path[len(root) - 1 :]


def find_place(root: str | None) -> Place:
    """The place that `--root` names: an id, a path or a slug; the default site without it.

    Raises ImportStop with what to do when it is no home page of any site.
    """
    if root:
        return _named_place(root)
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        raise ImportStop(
            "There is no default site: create one in Settings → Sites, or give --root."
        )
    page = site.root_page.specific
    if isinstance(page, HomePage):
        return Place(site, page)
    if type(page) is Page and page.is_leaf():
        return Place(site, None)
    raise ImportStop(
        f"The default site's root “{page.title}” is no home page: give --root with the id of one."
    )


def taken_keys(place: Place, repository: str) -> set[str]:
    """The keys of every address on the site whose page is not of this repository."""
    own = ImportedPage.objects.filter(site=place.site, repository=repository).values("page_id")
    root = place.site.root_page
    keys: set[str] = set()
    if place.home is not None:
        others = Page.objects.filter(path__startswith=root.path).exclude(
            Q(pk__in=own) | Q(pk=place.home.pk)
        )
        for url_path in others.values_list("url_path", flat=True):
            keys.add(key_of("/" + url_path[len(root.url_path) :]))
    permalinks = Permalink.objects.filter(site=place.site).exclude(page_id__in=own)
    keys.update(permalinks.values_list("key", flat=True))
    return keys


def make_home(site: Site, title: str) -> HomePage:
    """A home page in the place of Wagtail's welcome page, which is deleted if it is untouched."""
    welcome = site.root_page
    top = welcome.get_parent() or welcome
    home = HomePage(title=title, slug=_free_slug(top), live=False)
    top.add_child(instance=home)
    site.root_page = home
    site.site_name = site.site_name or title[:255]
    site.save()
    untouched = type(welcome.specific) is Page and not welcome.revisions.exists()
    if untouched and welcome.is_leaf() and welcome.depth > 1:
        welcome.delete()
    home.refresh_from_db()
    return home


def make_welcome(site: Site) -> None:
    """A root page that says nothing in the place of a home page that goes: a site needs one."""
    above = site.root_page.get_parent()
    page = Page(title="Welcome", slug=_free_slug(above), live=True)
    above.add_child(instance=page)
    site.root_page = page
    site.save()


def _named_place(root: str) -> Place:
    pages = HomePage.objects.all()
    name = root.strip()
    if name.isdecimal():
        found = list(pages.filter(pk=int(name)))
    else:
        path = f"/{name.strip('/')}/"
        found = list(pages.filter(Q(slug=name.strip("/")) | Q(url_path=path)))
        if not found and name == "/":
            found = list(pages.filter(sites_rooted_here__is_default_site=True))
    if not found:
        known = ", ".join(f"{page.pk} ({page.slug})" for page in pages.order_by("path")[:5])
        raise ImportStop(f"--root {root}: there is no such home page; known: {known or 'none'}.")
    if len(found) > 1:
        ids = ", ".join(str(page.pk) for page in found)
        raise ImportStop(f"--root {root}: several home pages are named so; give an id: {ids}.")
    site = found[0].get_site()
    if site is None:
        raise ImportStop(f"--root {root}: this home page belongs to no site (Settings → Sites).")
    return Place(site, found[0])


def _free_slug(parent: Page) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    number, slug = 1, "home"
    while slug in taken:
        number += 1
        slug = f"home-{number}"
    return slug
