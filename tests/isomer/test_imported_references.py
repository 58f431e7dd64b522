"""Links, files and pictures of converted blocks as a visitor meets them."""

import pytest
from bs4 import BeautifulSoup

from pages.models import ContentPage
from tests.isomer.outcome import codes, served
from tests.isomer.repository import page, picture

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def main(make_repository, run_import):
    """A function that imports a page with a body; the main part it shows, and its warnings."""

    def import_it(body: str, files: dict | None = None, source: str = "pages/a.md"):
        given = page(body, permalink="/a/")
        folder = make_repository({**(files or {}), "files/a.pdf": PDF, source: given})
        report = run_import(folder)
        shown = BeautifulSoup(served("/a/").content, "html.parser").main
        return shown, codes(report, source)

    return import_it


def test_downloads_keep_their_words_when_a_file_is_missing(main):
    shown, warnings = main(
        '<ul><li><a href="/files/a.pdf">First</a></li><li><a href="/files/no.pdf">Second</a></li>'
        '<li><a href="/files/a.pdf">Third</a></li></ul>'
    )
    assert [link.get_text(" ", strip=True).split()[0] for link in shown.select(".download-list a")] == [
        "First", "Third",
    ]  # fmt: skip
    assert [p.get_text() for p in shown.select(".rich-text p")] == ["Second"]
    assert {"downloads", "link-unresolved"} <= warnings


def test_a_gallery_does_without_missing_pictures(main):
    shown, warnings = main(
        "![Quay](/images/quay.png)\n\n![No](/images/no.png)\n\n![Red](/images/red.png)",
        {"images/red.png": picture("red")},
    )
    assert [img["alt"] for img in shown.select(".gallery img")] == ["Quay", "Red"]
    assert "image-missing" in warnings


def test_the_only_picture_of_a_gallery_stands_alone(main):
    shown, _ = main("![Quay](/images/quay.png)\n\n![No](/images/no.png)")
    assert shown.select(".gallery") == []
    assert [img["alt"] for img in shown.select(".figure img")] == ["Quay"]


def test_a_linked_picture_in_a_table(main):
    shown, _ = main(
        '<table><tr><td>a</td><td><a href="/plan/#aims"><img src="/images/quay.png" alt="Quay">'
        '</a></td></tr><tr><td>b</td><td><a href="https://www.example.org/"><img alt="Quay" '
        'src="/images/quay.png"></a></td></tr><tr><td>c</td><td><a href="/nowhere/">'
        '<img src="/images/quay.png" alt="Quay"></a></td></tr></table>'
    )
    links = [img.find_parent("a") for img in shown.select("td img")]
    assert [link and link["href"] for link in links] == [
        "/plan/#aims", "https://www.example.org/", None,
    ]  # fmt: skip


def test_links_to_places_land_also_from_other_pages(main):
    other = page('# Aims &amp; means\n\nText\n\n<p id="small">Print</p>', permalink="/b/")
    shown, _ = main("[x](/b/#small) [y](/b/#aims--means)", {"pages/b.md": other})
    targets = [link["href"] for link in shown.select(".rich-text a")]
    assert targets == ["/b/#small", "/b/#aims--means"]
    there = BeautifulSoup(served("/b/").content, "html.parser").main
    assert there.find(id="small").parent.get_text() == "Print"
    assert there.find(id="aims--means").name == "h2"


def test_a_page_link_in_text_keeps_its_place_as_a_page_link(main):
    main("[x](/plan/#aims)")
    stored = ContentPage.objects.get(title="Page").body.get_prep_value()[0]["value"]
    assert 'linktype="page"' in stored
    assert 'anchor="aims"' in stored


def test_a_picture_that_is_missing_from_a_release_leaves_its_caption(main):
    figure = '<figure><img src="/images/no.png" alt="x"><figcaption>The quay</figcaption></figure>'
    shown, warnings = main(
        f"<p>Text</p>{figure}", source="newsroom/media-releases/_posts/2024-05-05-a.md"
    )
    assert "The quay" in shown.get_text()
    assert "invalid" not in warnings


def test_an_empty_part_of_an_accordion_stays_one(main):
    shown, warnings = main(
        "<details><summary>Open</summary></details><details><summary>Shut</summary>b</details>"
    )
    assert [summary.get_text(strip=True) for summary in shown.select("summary")] == ["Open", "Shut"]
    assert "invalid" not in warnings


def test_links_to_pages_that_visitors_do_not_see_are_named(make_repository, run_import):
    given = page(
        "[Agreed](/draft/#now)\n\n[Coming](/newsroom/stories/later/) [Here](/a/)\n\n"
        '<div class="isomer-card-grid"><a class="isomer-card" href="/draft/">'
        '<div class="isomer-card-body"><div class="isomer-card-title">Carded</div></div></a></div>',
        permalink="/a/",
    )
    hidden = page("[Itself](/draft/) [Back](/a/)", permalink="/draft/", published="false")
    later = page("Soon", permalink="/newsroom/stories/later/", date="2999-01-01")
    folder = make_repository({
        "pages/a.md": given,
        "pages/draft.md": hidden,
        "newsroom/stories/_posts/2999-01-01-post-later.md": later,
        "_data/footer.yml": "faq: /draft/\n",
    })  # fmt: skip
    report = run_import(folder)
    named = {
        item.source: [note.detail for note in item.warnings if note.code == "link-hidden"]
        for item in report.items
    }
    assert {source: details for source, details in named.items() if details} == {
        "pages/a.md": ["/draft/#now", "/newsroom/stories/later/", "/draft/"],
        "_data/footer.yml": ["/draft/"],
    }
    (tally,) = [item.links for item in report.items if item.source == "pages/a.md"]
    assert (tally["internal"], tally["unresolved"]) == (4, 0)
    shown = BeautifulSoup(served("/a/").content, "html.parser").main
    assert [link["href"] for link in shown.select(".rich-text a[href]")] == ["/a/"]
    assert {"Agreed", "Coming", "Carded"} <= set(shown.get_text(" ", strip=True).split())
    # Published, the page is reached by the links that waited for it.
    ContentPage.objects.get(slug="draft").get_latest_revision().publish()
    again = BeautifulSoup(served("/a/").content, "html.parser").main
    assert {link["href"] for link in again.select("a[href]")} >= {"/draft/#now", "/draft/"}
