"""Somebody who works on a site, in a process of its own:

python -m tests.portal.outage.editor make | publish SLUG TITLE | unpublish SLUG | expire SLUG SECONDS
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")


def main(task: str, *words: str) -> None:
    from wagtail.models import Page

    from fixtures import factories as make
    from fixtures.factories.lifecycle import publish
    from pages import clock

    if task == "make":
        home = make.HomePageFactory(site_root=True, slug="front", title="Front")
        for slug in ("seen", "unseen", "leaving", "ending", "later"):
            make.ContentPageFactory(parent=home, slug=slug, title=f"The page {slug}")
        return
    page = Page.objects.get(slug=words[0]).specific
    if task == "unpublish":
        page.unpublish()
    elif task == "publish":
        page.title = words[1]
        publish(page)
    elif task == "expire":
        page.expire_at = clock.now() + timedelta(seconds=float(words[1]))
        publish(page)
        print(page.expire_at.timestamp())


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
