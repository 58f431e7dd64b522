"""The site that is served: `python -m tests.benchmarks.serving.filling NUMBER`.

Fills the database of the environment with so many articles of typical size below one list and one
article with pictures, and prints, as JSON, the address of that one and of all others.
"""

import json
import sys

import django
from django.core.files import File
from django.core.management import call_command
from django.db import connection

from tests.benchmarks.databases import ROOT
from tests.benchmarks.serving import article
from tests.benchmarks.serving.article import Heading, Piece, Text

IMAGES = ROOT / "fixtures" / "demo" / "images"
SLUG = "measured"


def stream(pieces: list[Piece], images: list[int], targets: list[int]) -> list[dict]:
    """The body of an article as the database keeps it."""
    body: list[dict] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            value: object = {"text": piece.text, "level": "h2", "anchor": ""}
            body.append({"type": "heading", "value": value})
        elif isinstance(piece, Text):
            body.append({"type": "paragraph", "value": piece.html(targets)})
        else:
            picture = {"image": images[piece.place], "alt_text": piece.caption, "decorative": False}
            value = {"image": picture, "caption": f"<p>{piece.caption}</p>", "size": "full"}
            body.append({"type": "image", "value": value})
    return body


def numbered(body: list[dict]) -> list[dict]:
    """The same as the body of a press release, whose paragraphs are counted."""
    return [
        {"type": "paragraph", "value": {"text": block["value"], "unnumbered": False}}
        if block["type"] == "paragraph"
        else block
        for block in body
    ]


def fill(number: int) -> dict[str, object]:
    """Write the site; returns its addresses."""
    # Models can be imported once Django is set up.
    from fixtures import factories as make
    from fixtures.factories.crowd import add_items
    from newsroom.models import NewsroomItem

    home = make.HomePageFactory(site_root=True, slug="front")
    _menu(home)
    hub = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=hub)
    topics = [make.TopicFactory(name=name.capitalize(), slug=name) for name in article.TAGS]
    images = []
    for name in article.PICTURES:
        with (IMAGES / name).open("rb") as file:
            images.append(make.SiteImageFactory(file=File(file, name=name), title=name))
    add_items(news, number, topics)
    _write_texts()
    related = list(NewsroomItem.objects.order_by("pk")[: article.RELATED])
    targets = [item.pk for item in related]
    body = stream(list(article.pieces(0)), [image.pk for image in images], targets)
    measured = make.NewsArticleFactory(
        slug=SLUG, parent=news, title=article.TITLE, lead_image=images[0], topics=topics,
        related=related, body=json.dumps(body),
    )  # fmt: skip
    call_command("make_renditions", "--once")
    call_command("check_listings")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    others = NewsroomItem.objects.exclude(pk=measured.pk).order_by("pk")
    return {"article": measured.url, "pages": [item.url for item in others.specific()]}


def _menu(home) -> None:
    """Sections with pages below them, and a menu of all."""
    from fixtures import factories as make
    from pages.models import Navigation

    items = []
    for number in range(article.MENU):
        section = make.SectionPageFactory(parent=home, title=f"Section {number}")
        below = [
            make.ContentPageFactory(parent=section, title=f"Page {number}.{place}")
            for place in range(0 if number else article.BELOW)
        ]
        children = [{"label": "", "link": {"page": page.pk}, "children": []} for page in below]
        value = {"label": "", "link": {"page": section.pk}, "children": children}
        items.append({"type": "item", "value": value})
    navigation = Navigation.for_site(home.get_site())
    navigation.items = json.dumps(items)
    navigation.save()


def _write_texts() -> None:
    """Give each of the items a text of its own, of the length of the measured one."""
    from newsroom.models import NewsArticlePage, PressReleasePage

    for model in (NewsArticlePage, PressReleasePage):
        rows = model.objects.values_list("pk", flat=True)
        for start in range(0, len(rows), 200):
            changed = []
            for key in rows[start : start + 200]:
                body = stream(list(article.pieces(key, pictures=False)), [], [])
                kept = json.dumps(numbered(body) if model is PressReleasePage else body)
                changed.append((kept, key))
            _update(model, changed)


def _update(model, changed: list[tuple[str, int]]) -> None:
    """Column by column: the model's own update would read and write each stream once more."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET body = %s WHERE {column} = %s", changed)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(int(sys.argv[1]))))
