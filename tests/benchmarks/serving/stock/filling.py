"""Fills the stock site's database: `python -m tests.benchmarks.serving.stock.filling`.

The same article as the portal's, with the same pictures, tags, related pages and menu. Prints its
address as a JSON object.
"""

import json
from datetime import date

import django
from django.core.files import File
from django.db import connection

from tests.benchmarks.serving import article
from tests.benchmarks.serving.article import Heading, Piece, Text
from tests.benchmarks.serving.filling import IMAGES, SLUG


def stream(pieces: list[Piece], images: list[int], targets: list[int]) -> str:
    """The body of an article as the database keeps it."""
    body: list[dict] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            body.append({"type": "heading", "value": {"text": piece.text, "size": "h2"}})
        elif isinstance(piece, Text):
            body.append({"type": "paragraph", "value": piece.html(targets)})
        else:
            value = {"image": images[piece.place], "caption": piece.caption, "attribution": ""}
            body.append({"type": "image", "value": value})
    return json.dumps(body)


def fill() -> str:
    """Write the site; returns the path of the article."""
    # Models can be imported once Django is set up.
    from wagtail.images.models import Image
    from wagtail.models import Collection, Locale, Page, Site

    from tests.benchmarks.serving.stock import models

    Locale.objects.create(language_code="en")
    Collection.add_root(name="Root")
    root = Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=models.PlainPage(title="Front", slug="front"))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    for number in range(article.MENU):
        section = models.PlainPage(title=f"Section {number}", show_in_menus=True)
        home.add_child(instance=section)
        for place in range(0 if number else article.BELOW):
            page = models.PlainPage(title=f"Page {number}.{place}", show_in_menus=True)
            section.add_child(instance=page)
    models.FooterText.objects.create(body="<p>Written by <b>nobody</b> for a measurement.</p>")
    images = []
    for name in (*article.PICTURES, article.PORTRAIT):
        with (IMAGES / name).open("rb") as file:
            images.append(Image.objects.create(title=name, file=File(file, name=name)))
    author = models.Person.objects.create(
        first_name="Robin", last_name="Testwell", image=images[-1]
    )
    hub = home.add_child(instance=models.PlainPage(title="Newsroom", slug="hub"))
    news = hub.add_child(instance=models.PlainPage(title="News", slug="news"))
    shown = {"introduction": "What happened, in one sentence.", "published_on": date(2026, 2, 27)}
    related = [
        news.add_child(
            instance=models.StoryPage(title=f"Story {number}", image=images[number], **shown)
        )
        for number in range(article.RELATED)
    ]
    targets = [page.pk for page in related]
    body = stream(list(article.pieces(0)), [image.pk for image in images], targets)
    measured = news.add_child(
        instance=models.StoryPage(
            title=article.TITLE, slug=SLUG, image=images[0], body=body, **shown
        )
    )
    measured.tags.add(*article.TAGS)
    measured.related = [models.StoryRelation(target=page) for page in related]
    measured.people = [models.StoryPerson(person=author)]
    measured.save_revision().publish()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return measured.get_url_parts()[2]


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"article": fill()}))
