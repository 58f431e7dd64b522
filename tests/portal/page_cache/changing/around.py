"""What happens around the pages: settings, menus, pictures, files, redirects."""

import random
from collections.abc import Iterator
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction

from fixtures import factories as make
from pages.media import worker
from pages.models import SiteDocument, SiteImage
from pages.models.film_posters import FilmPoster
from tests.portal.page_cache.changing.choosing import Change, a_page, again, fresh
from tests.portal.page_cache.everything import Everything, set_entries


def save(thing, **changes) -> None:
    thing = again(thing)
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save()


def name_of_site(on: Everything, chance: random.Random) -> None:
    save(on.settings, site_name=fresh("Site"), tagline=fresh("In other words"))


def colour(on: Everything, chance: random.Random) -> None:
    save(on.settings, accent_colour=chance.choice(["#0e4a5c", "#5c0e4a", "#4a2a0e", "#333333"]))


def logo(on: Everything, chance: random.Random) -> None:
    save(on.settings, logo=chance.choice(on.images))


def banner(on: Everything, chance: random.Random) -> Iterator[None]:
    save(on.settings, banner_text=fresh("Closed on Monday"))
    yield
    save(on.settings, banner_text="")


def footer(on: Everything, chance: random.Random) -> None:
    entry = {"label": fresh("Entry"), "link": {"page": a_page(chance).pk}}
    set_entries(again(on.settings), "footer_links", "link", [entry])


def official(on: Everything, chance: random.Random) -> None:
    save(on.settings, is_government=not again(on.settings).is_government)


def out_of_search(on: Everything, chance: random.Random) -> None:
    save(on.settings, keep_out_of_search=not again(on.settings).keep_out_of_search)


def security_contact(on: Everything, chance: random.Random) -> None:
    save(on.settings, security_contact=f"https://example.org/{fresh('at').replace(' ', '-')}")


def menu(on: Everything, chance: random.Random) -> None:
    pages = {page.pk for page in (a_page(chance), a_page(chance))}
    entries = [{"label": "", "link": {"page": pk}, "children": []} for pk in sorted(pages)]
    lower = {"label": fresh("Below"), "link": {"page": on.lower.pk}, "children": []}
    media = {"label": "Media", "link": {"page": on.newsroom.pk}, "children": [lower]}
    set_entries(again(on.navigation), "items", "item", [*entries, media])


def host(on: Everything, chance: random.Random) -> Iterator[None]:
    save(on.site, hostname="www.quillwort.example")
    yield
    save(on.site, hostname="localhost")


def alt_text(on: Everything, chance: random.Random) -> None:
    save(chance.choice(on.images), alt_text=fresh("A tree"), credit=fresh("By"))


def focus(on: Everything, chance: random.Random) -> None:
    places = {"focal_point_x": 90, "focal_point_y": 90}
    sizes = {"focal_point_width": chance.randrange(10, 99), "focal_point_height": 40}
    save(chance.choice(on.images), **places, **sizes)


def other_picture(on: Everything, chance: random.Random) -> None:
    file = BytesIO()
    Image.new("RGB", (chance.randrange(240, 400), 150), "#123456").save(file, "PNG")
    save(chance.choice(on.images), file=ContentFile(file.getvalue(), name="other.png"))


def renditions(on: Everything, chance: random.Random) -> None:
    """The worker has made the sizes of a picture."""
    jobs = SiteImage.objects.filter(rendition_job__state="waiting").order_by("pk")
    worker.work_off([chance.choice([*jobs]).pk] if jobs else [])


def renditions_lost(on: Everything, chance: random.Random) -> None:
    chance.choice([again(image) for image in on.images]).renditions.all().delete()


def delete_picture(on: Everything, chance: random.Random) -> None:
    on.images.append(make.SiteImageFactory(title=fresh("Picture")))
    again(on.images.pop(0)).delete()


def poster(on: Everything, chance: random.Random) -> None:
    """The still of a film was fetched."""
    image = again(chance.choice(on.images))
    for row in FilmPoster.objects.all():
        row.image, row.state = image, FilmPoster.State.DONE
        row.save()


def title_of_file(on: Everything, chance: random.Random) -> None:
    save(chance.choice(on.documents), title=fresh("File"))


def other_file(on: Everything, chance: random.Random) -> None:
    words = fresh("Words") * chance.randrange(2, 900)
    save(chance.choice(on.documents), file=ContentFile(words.encode(), name="other.txt"))


def close_files(on: Everything, chance: random.Random) -> Iterator[None]:
    root = Collection.get_first_root_node()
    closed = root.add_child(name=fresh("Closed"))
    document = again(chance.choice(on.documents))
    save(document, collection=closed)
    yield
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    yield
    save(document, collection=Collection.get_first_root_node())


def delete_file(on: Everything, chance: random.Random) -> None:
    on.documents.append(SiteDocument.objects.get(pk=make.SiteDocumentFactory().pk))
    again(on.documents.pop(0)).delete()


def redirect(on: Everything, chance: random.Random) -> Iterator[None]:
    row = Redirect.objects.create(
        old_path="/section/later", site=on.site, redirect_link="https://www.example.org/"
    )
    yield
    row.redirect_link, row.redirect_page = "", a_page(chance)
    row.save()
    yield
    row.delete()


def redirect_elsewhere(on: Everything, chance: random.Random) -> None:
    Redirect.objects.filter(old_path="/old-address").update(redirect_page=a_page(chance).pk)


_ALL: list[Change] = [
    name_of_site, colour, logo, banner, footer, official, out_of_search, security_contact, menu,
    host, alt_text, focus, other_picture, renditions, renditions_lost, delete_picture, poster,
    title_of_file, other_file, close_files, delete_file, redirect, redirect_elsewhere,
]  # fmt: skip
AROUND = {f"around: {change.__name__}": change for change in _ALL}
