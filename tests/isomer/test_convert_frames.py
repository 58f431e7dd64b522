"""Frames of every form, posts of other sites, films and sounds."""

import pytest

from portal.isomer.converter.model import FileRef

FILM = "https://www.youtube.com/watch?v=abcdefghijk"


def shape(blocks):
    return [(block["type"], block["value"].get("url")) for block in blocks]


@pytest.mark.parametrize(
    ("src", "kind", "url"),
    [
        ("https://www.youtube.com/embed/abcdefghijk?start=90", "video", f"{FILM}&t=90s"),
        ("hhttps://www.youtube.com/embed/abcdefghijk", "video", FILM),
        ("www.youtube.com/embed/abcdefghijk", "video", FILM),
        (
            "https://www.youtube.com/embed/videoseries?list=PLabcdefghij",
            "video",
            "https://www.youtube.com/playlist?list=PLabcdefghij",
        ),
        (
            "https://player.vimeo.com/video/123456789?h=ab12cd34",
            "video",
            "https://vimeo.com/123456789/ab12cd34",
        ),
        ("http://form.gov.sg/1", "embed", "https://form.gov.sg/1"),
        (
            "//www.google.com/maps/embed?pb=1",
            "embed",
            "https://www.google.com/maps/embed?pb=1",
        ),
        (
            "https://facebook.com/plugins/video.php?href=x",
            "embed",
            "https://www.facebook.com/plugins/video.php?href=x",
        ),
        (
            "https://docs.google.com/forms/d/e/x/viewform",
            "embed",
            "https://docs.google.com/forms/d/e/x/viewform",
        ),
    ],
)
def test_frames(blocks_of, src, kind, url):
    assert shape(blocks_of(f'<iframe src="{src}" title="x"></iframe>')) == [(kind, url)]
    assert shape(blocks_of(f'<embed src="{src}" title="x">')) == [(kind, url)]
    assert shape(blocks_of(f'<object data="{src}" title="x"></object>')) == [(kind, url)]


def test_a_frame_that_loads_late(blocks_of):
    html = f'<div class="bp-youtube"><iframe data-src="{FILM}" title="x"></iframe></div>'
    assert shape(blocks_of(html)) == [("video", FILM)]
    html = '<div class="bp-youtube" data-id="abcdefghijk" title="x"></div>'
    assert shape(blocks_of(html)) == [("video", FILM)]


def test_a_frame_of_this_site_becomes_a_link(blocks_of, warnings_of):
    html = '<iframe src="/tools/map/" title="The map"></iframe>'
    (text,) = blocks_of(html)
    assert text["value"] == '<p><a href="/tools/map/" data-line="1">The map</a></p>'
    assert warnings_of(html) == [("embed-unknown", "/tools/map/", 1)]


def test_a_post_of_instagram(blocks_of):
    html = """<div class="instagram-wrapper"><blockquote class="instagram-media"
    data-instgrm-permalink="https://www.instagram.com/p/abc/?utm=1">A harbour post</blockquote></div>"""
    (embed,) = blocks_of(html)
    assert embed["value"] == {
        "url": "https://www.instagram.com/p/abc/embed",
        "title": "A harbour post",
        "height": "tall",
    }


def test_a_post_of_another_site_is_a_quote_with_its_source(blocks_of):
    html = """<blockquote class="twitter-tweet"><p>Ships ahoy</p>— Port (@port)
    <a href="https://twitter.com/port/status/1">May 5</a></blockquote>"""
    (quote,) = blocks_of(html)
    assert quote["value"]["text"] == "<p>Ships ahoy</p>"
    assert quote["value"]["attribution"] == (
        '<p>Port (@port) <a href="https://twitter.com/port/status/1" data-line="2">May 5</a></p>'
    )


def test_a_film_of_the_repository(blocks_of):
    (video,) = blocks_of('<video title="x"><source src="/files/a.mp4"></video>')
    assert video["value"]["file"] == FileRef("/files/a.mp4", 1)


def test_a_sound_becomes_a_link(blocks_of):
    (text,) = blocks_of('<audio src="/files/a.mp3">Listen</audio>')
    assert text["value"] == '<p><a href="/files/a.mp3" data-line="1">a.mp3</a></p><p>Listen</p>'


def test_films_without_a_title_in_an_accordion_take_that_of_their_part(blocks_of):
    html = f'<details><summary>Films</summary><iframe src="{FILM}"></iframe></details>'
    (accordion,) = blocks_of(html)
    assert accordion["value"]["items"][0]["content"][0]["value"]["title"] == "Films"
