"""Runs of pictures and of links to files."""

import pytest

from portal.isomer.converter.model import FileRef

PICTURES = '<img src="/a.png" alt="A"><img src="/b.png" alt="B">'


def types(blocks):
    return [block["type"] for block in blocks]


@pytest.mark.parametrize(
    "html",
    [
        PICTURES,
        f"<p>{PICTURES}</p>",
        f"<p>{PICTURES.replace('><', '><br><')}</p>",
        '<div class="isomer-image-wrapper"><img src="/a.png" alt="A"></div><p></p>'
        '<div class="isomer-image-wrapper"><img src="/b.png" alt="B"></div>',
        '<table><tr><td><img src="/a.png" alt="A"></td><td><img src="/b.png" alt="B"></td></tr></table>',
    ],
)
def test_pictures_in_direct_succession_are_a_gallery(blocks_of, warnings_of, html):
    (gallery,) = blocks_of(html)
    assert [item["image"]["alt_text"] for item in gallery["value"]["images"]] == ["A", "B"]
    assert ("gallery", "2 pictures", 1) in warnings_of(html)


def test_captions_are_kept(blocks_of):
    figures = "".join(
        f'<figure><img src="/{n}.png" alt="x"><figcaption>{n} &amp; more</figcaption></figure>'
        for n in "ab"
    )
    (gallery,) = blocks_of(figures)
    captions = [item["caption"] for item in gallery["value"]["images"]]
    assert captions == ["a & more", "b & more"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="/a.png" alt="A">', ["image"]),
        (f"{PICTURES.replace('><', '>words<')}", ["image", "paragraph", "image"]),
        (f'<a href="/x">{PICTURES}</a>', ["image", "image"]),
        (
            '<figure><img src="/a.png" alt="x"><figcaption>A <a href="/x">link</a></figcaption>'
            '</figure><img src="/b.png" alt="B">',
            ["image", "image"],
        ),
    ],
)
def test_pictures_that_a_gallery_can_not_hold_stay_alone(blocks_of, html, expected):
    assert types(blocks_of(html)) == expected


def test_a_picture_that_is_a_link_says_where_it_leads(blocks_of):
    (image,) = blocks_of('<a href="/our-port/"><img src="/a.png" alt=""></a>')
    assert image["value"]["image"]["alt_text"] == "our port"
    assert not image["value"]["image"]["decorative"]


@pytest.mark.parametrize(
    ("html", "titles"),
    [
        ('<p><a href="/files/a.pdf">The <b>plan</b></a></p>', ["The plan"]),
        ('<p><a href="/files/a.pdf">A</a><br><a href="/files/b.docx">B</a></p>', ["A", "B"]),
        (
            '<ul><li><a href="/files/a.pdf">A</a></li><li><a href="/files/b.ZIP">B</a></li></ul>'
            '<p><a href="../files/c.xlsx">C</a></p>',
            ["A", "B", "C"],
        ),
    ],
)
def test_links_to_files_alone_are_downloads(blocks_of, html, titles):
    (downloads,) = blocks_of(html)
    assert downloads["type"] == "downloads"
    assert [item["title"] for item in downloads["value"]["items"]] == titles
    assert isinstance(downloads["value"]["items"][0]["document"], FileRef)


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="/files/a.pdf">A</a></p>',
        '<p><a href="/files/a.pdf">A</a>, <a href="/x/">B</a></p>',
        '<p><a href="https://www.example.org/a.pdf">A</a></p>',
        '<ol><li><a href="/files/a.pdf">A</a></li></ol>',
        '<ul><li><a href="/files/a.pdf">A</a></li><li>B</li></ul>',
        '<p id="x"><a href="/files/a.pdf">A</a></p>',
    ],
)
def test_other_links_stay_text(blocks_of, html):
    assert types(blocks_of(html)) == ["paragraph"]
