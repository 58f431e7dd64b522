"""`manage.py load_demo`: an invented agency's site to try everything on."""

from argparse import ArgumentParser
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from newsroom.listing import ITEMS_PER_PAGE
from newsroom.models import NewsroomItem
from pages.media.looks import looks_at
from pages.media.references import images_of
from pages.media.worker import store

#: Slugs of the demo's pages with most pictures.
FIRST_PAGES = ("strategy", "newsroom")


class Command(BaseCommand):
    help = "Loads the demo site and its users into an empty database. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="load it although the settings are not those of development",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (getattr(settings, "DEMO_ALLOWED", False) or options["force"]):
            raise CommandError(
                "The demo has users with known passwords, so it is loaded with the development "
                "settings only. Use DJANGO_SETTINGS_MODULE=portal.settings.dev, or --force."
            )
        try:
            # Its packages are an extra that a production installation does without.
            from fixtures.demo import build
        except ModuleNotFoundError as error:
            raise CommandError(
                f"The demo needs the package {error.name}, which the “demo” extra brings: "
                "pip install '.[demo]'"
            ) from error
        if Page.objects.filter(translation_key=build.HOME_KEY).exists():
            self.stdout.write("The demo site is already loaded; nothing was changed.")
        else:
            refuse_other_content()
            self.load(build.Demo())
            self.prepare_first_pages()
        self.print_log_ins(build)

    def load(self, demo) -> None:
        try:
            with transaction.atomic():
                demo.build()
        except BaseException:
            demo.remove_files()
            raise
        pages, images = Page.objects.count() - 1, get_image_model().objects.count()
        self.stdout.write(f"Loaded the demo site: {pages} pages, {images} pictures.")

    def prepare_first_pages(self) -> None:
        """Make the pictures that are looked at first; all others are made while it is served."""
        self.stdout.write("Preparing the pictures of the first pages …")
        self.stdout.flush()
        site = Site.objects.get(is_default_site=True)
        wanted: dict[int, set[str]] = defaultdict(set)
        for page in (site.root_page, *Page.objects.filter(slug__in=FIRST_PAGES)):
            for image_id, place in images_of(page.specific):
                wanted[image_id].update(looks_at(place))
        for item in NewsroomItem.objects.public_now().for_listing()[:ITEMS_PER_PAGE]:
            if item.lead_image_id:
                wanted[item.lead_image_id].add("card")
        for image in get_image_model().objects.filter(pk__in=wanted):
            store(image, wanted[image.pk])

    def print_log_ins(self, build) -> None:
        users = build.texts.read("site")["users"]
        self.stdout.write("Log-ins of the demo (all of them invented):")
        for name, fields in users.items():
            self.stdout.write(
                f"  {name:<10}{build.texts.password_of(name):<16}{fields['group']:<16}{fields['task']}"
            )


def refuse_other_content() -> None:
    """Stop when the database holds anything but what the migrations wrote.

    Raises CommandError with one line.
    """
    # The migrations leave the root and one plain page that welcomes.
    pages = Page.objects.filter(depth__gt=1).exclude(
        depth=2, numchild=0, content_type__model="page", slug="home"
    )
    found = {
        "pages": pages.count(),
        "images": get_image_model().objects.count(),
        "documents": get_document_model().objects.count(),
        "users": User.objects.filter(username__in=("editor", "comms", "approver", "admin")).count(),
    }
    if any(found.values()):
        listed = ", ".join(f"{count} {name}" for name, count in found.items() if count)
        raise CommandError(
            f"This database already has content of its own ({listed}) and was left as it is. "
            "Load the demo into an empty one: point DATABASE_URL and MEDIA_ROOT elsewhere."
        )
