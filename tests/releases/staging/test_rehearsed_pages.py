"""What a rehearsal finds on a page that goes out."""

from datetime import timedelta

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from fixtures.factories.media import SiteDocumentFactory, SiteImageFactory
from fixtures.factories.newsroom import NewsLinkFactory, PressReleaseFactory
from fixtures.factories.pages import ContentPageFactory
from pages.models import ContentPage
from tests.releases.staging.rehearsing import block, draft, findings

pytestmark = pytest.mark.django_db


def test_nothing_is_found_where_nothing_is_wrong(home, clock) -> None:
    page = draft(body=[("heading", {"text": "One", "level": "h2"}), ("paragraph", "<p>Two</p>")])
    assert findings(page, PressReleaseFactory(draft=True, permalink="/press/one")) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            lambda: block("image", image={"image": SiteImageFactory(alt_text="", title="Bird")}),
            "The picture “Bird” has no description (Body → Image). "
            "Describe it, or mark it as decorative.",
        ),
        (
            lambda: block("video", url="https://www.youtube.com/watch?v=aqz-KE-bpKQ", title="Bird"),
            "The film “Bird” has no transcript (Body → Video). "
            "Add one, unless the film has captions.",
        ),
        (
            lambda: block("button", label="More", link={"page": draft(title="Hidden")}),
            "It links to “Hidden” (Body → Button), which is not public then: readers see no link. "
            "Publish that page too, or take the link out.",
        ),
        (
            lambda: [
                ("paragraph", f'<p><a linktype="page" id="{draft(title="Hid").pk}">x</a></p>')
            ],
            "It links to “Hid” (Body → Text), which is not public then: readers see no link. "
            "Publish that page too, or take the link out.",
        ),
        (
            lambda: block("button", label="More", link={"url": "https://exa mple.org/"}),
            "The address “https://exa mple.org/” can’t be right. Correct the link.",
        ),
        (
            lambda: [("paragraph", '<p><a href="https://https//example.org">x</a></p>')],
            "The address “https://https//example.org” can’t be right. Correct the link.",
        ),
        (
            lambda: block("button", label="More", link={"url": "/about/nothing"}),
            "The link to “/about/nothing” leads to no page then. Correct the link.",
        ),
    ],
)
def test_what_is_inside_a_page_is_looked_at(home, clock, body, text) -> None:
    assert findings(draft(body=body())) == [("warning", "Kestrel", text)]


@pytest.mark.parametrize(
    "body",
    [
        lambda: block("image", image={"image": SiteImageFactory(alt_text="A bird")}),
        lambda: block("image", image={"image": SiteImageFactory(alt_text=""), "decorative": True}),
        lambda: block("image", image={"image": SiteImageFactory(alt_text=""), "alt_text": "Bird"}),
        lambda: block("button", label="More", link={"url": "https://www.example.org:80/a?b=c#d"}),
        lambda: block("button", label="More", link={"url": "mailto:desk@oai.example"}),
        lambda: block("button", label="More", link={"page": ContentPageFactory()}),
        lambda: block("button", label="More", link={"url": "/"}),
    ],
)
def test_what_is_right_is_not_found(home, clock, body) -> None:
    assert findings(draft(body=body())) == []


def test_files_that_are_missing_in_storage_are_errors(home, clock) -> None:
    picture, document = SiteImageFactory(title="Bird"), SiteDocumentFactory(title="Figures")
    body = [
        ("image", {"image": {"image": picture, "alt_text": "A bird"}}),
        ("downloads", {"items": [{"document": document}]}),
    ]
    page = draft(body=body)
    document.file.storage.delete(document.file.name)
    assert findings(page) == [
        (
            "error",
            "Kestrel",
            "The file of the document “Figures” is missing (Body → Downloads). "
            "Upload it again, or take the document out.",
        )
    ]


def test_a_page_that_cant_be_rendered_is_an_error(home, clock, monkeypatch) -> None:
    page = draft()

    def broken(self, request, *args, **kwargs):
        raise ValueError("no such colour\nsecond line")

    monkeypatch.setattr(ContentPage, "get_context", broken)
    assert findings(page) == [
        (
            "error",
            "Kestrel",
            "It can’t be shown: ValueError: no such colour. Tell whoever looks after the site.",
        )
    ]


def test_headings_and_summary_are_looked_at(home, clock) -> None:
    headings = [
        ("heading", {"text": "One", "level": "h2"}),
        ("paragraph", "<h5>Two</h5>"),
    ]
    assert findings(draft(summary="", body=headings)) == [
        (
            "warning",
            "Kestrel",
            "It has no summary. Lists and shared links show one; add a sentence.",
        ),
        (
            "warning",
            "Kestrel",
            "The heading “Two” skips a level below “One”. Choose the next level down.",
        ),
    ]


def test_a_link_entry_that_leads_nowhere_is_an_error(home, clock) -> None:
    entry = NewsLinkFactory(
        draft=True, title="Entry", link=[("link", {"page": draft(title="Hidden")})]
    )
    assert [row for row in findings(entry) if row[0] == "error"] == [
        (
            "error",
            "Entry",
            "Visitors get “not found” at its address /list-0/entry/. Look where its link leads, "
            "and whether another page has this address.".replace(
                "/list-0", entry.get_parent().url[:-1]
            ),
        )
    ]


def test_a_redirect_that_the_page_covers_is_told(home, clock) -> None:
    Redirect.objects.create(
        old_path="/kestrel", site=Site.objects.get(), redirect_link="https://www.example.org/"
    )
    assert findings(draft(slug="kestrel")) == [
        (
            "warning",
            "Kestrel",
            "A redirect from its address to https://www.example.org/ stops working when the page "
            "is there. Delete the redirect if that is right.",
        )
    ]


def test_an_expiry_before_the_instant_is_an_error(home, clock) -> None:
    page = draft(expire_at=clock.now() + timedelta(minutes=30))
    assert findings(page) == [
        (
            "error",
            "Kestrel",
            "Its expiry date comes before the release. Change or clear that date.",
        )
    ]
