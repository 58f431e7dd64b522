import pytest
from django.core.exceptions import ValidationError

from pages.blocks.embeds import is_allowed_host
from pages.blocks.films import film_at
from pages.blocks.links import LinkBlock, validate_link
from pages.blocks.videos import VideoBlock

VIDEO = "6qHBTi3YQI1"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
PLAYLIST = "https://www.youtube.com/playlist?list=PLabcdefghij"


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a?b#c", "http://example.org", "/about/", "mailto:a@example.org",
     "tel:+6560000000"],
)  # fmt: skip
def test_a_safe_address_is_accepted(address) -> None:
    validate_link(address)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example",
     "example.org", "https://", "ftp://example.org", "mailto:", "\x01javascript:alert(1)",
     "java\nscript:alert(1)", "http://[::1"],
)  # fmt: skip
def test_any_other_address_is_refused(address) -> None:
    with pytest.raises(ValidationError):
        validate_link(address)


def link(**fields):
    return LinkBlock().to_python(fields)


def test_a_link_leads_to_its_page_while_the_public_may_see_it(add_page) -> None:
    page = add_page("Plan", permalink="/the-plan")
    assert link(page=page.pk).href == "/the-plan"
    assert link(page=page.pk, anchor="#goals").href == "/the-plan#goals"
    page.unpublish()
    assert link(page=page.pk).href is None
    assert link(page=page.pk).is_set


def test_a_link_knows_whether_it_leaves_the_site() -> None:
    assert link(url="https://www.example.org/").is_external
    assert not link(url="/about/").is_external
    assert not link().is_external
    assert link().href is None


def test_a_link_has_one_target_only(add_page) -> None:
    page = add_page("Plan")
    with pytest.raises(ValidationError) as caught:
        LinkBlock().clean(link(page=page.pk, url="/about/"))
    assert "one target only" in str(caught.value.block_errors["url"])


def test_a_required_link_needs_a_target() -> None:
    block = LinkBlock(required=True)
    with pytest.raises(ValidationError):
        block.clean(block.to_python({}))
    LinkBlock().clean(link())


@pytest.mark.parametrize(
    ("address", "watch"),
    [
        (f"https://www.youtube.com/watch?v={VIDEO}", f"{WATCH}"),
        (f"https://www.youtube.com/watch?t=5&v={VIDEO}&list=x", f"{WATCH}&t=5s"),
        (f"https://www.youtube.com/embed/{VIDEO}?si=abc&amp;start=90", f"{WATCH}&t=90s"),
        (f"https://www.youtube-nocookie.com/embed/{VIDEO}", WATCH),
        (f"https://youtu.be/{VIDEO}?t=1m30s", f"{WATCH}&t=90s"),
        (f"https://m.youtube.com/shorts/{VIDEO}", WATCH),
        (f"https://www.youtube.com/live/{VIDEO}", WATCH),
        ("https://www.youtube.com/embed/videoseries?list=PLabcdefghij", PLAYLIST),
        ("https://www.youtube.com/embed?listType=playlist&list=PLabcdefghij", PLAYLIST),
        ("https://www.youtube.com/playlist?list=PLabcdefghij", PLAYLIST),
        ("https://vimeo.com/123456789", "https://vimeo.com/123456789"),
        ("https://vimeo.com/123456789/ab12cd34", "https://vimeo.com/123456789/ab12cd34"),
        ("https://player.vimeo.com/video/123456789?h=ab12cd34", "https://vimeo.com/123456789/ab12cd34"),
        ("https://player.vimeo.com/video/123456789", "https://vimeo.com/123456789"),
        ("https://www.youtube.com/embed/live_stream?channel=UCabcdefghij", None),
        ("https://www.youtube.com/user/elevenchars", None),
        ("https://www.youtube.com/", None),
        ("https://www.youtube.com.evil.example/watch?v=6qHBTi3YQI1", None),
        ("https://example.org/6qHBTi3YQI1", None),
        ("http://[", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_film_behind_an_address(address, watch) -> None:
    film = film_at(address)
    assert (film and film.watch_url) == watch
    assert film is None or film_at(film.watch_url) == film_at(film.embed_url) == film


def test_a_video_plays_without_cookies() -> None:
    value = VideoBlock().to_python({"url": f"https://youtu.be/{VIDEO}", "title": "A film"})
    assert value.watch_url == f"https://www.youtube.com/watch?v={VIDEO}"
    assert value.embed_url == f"https://www.youtube-nocookie.com/embed/{VIDEO}"


@pytest.mark.parametrize(
    ("fields", "field"), [({}, "url"), ({"url": "https://example.org/film"}, "url")]
)
def test_a_video_needs_a_film(fields, field) -> None:
    block = VideoBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python({"title": "A film", **fields}))
    assert field in caught.value.block_errors


def test_a_frame_shows_allowed_hosts_only(settings) -> None:
    settings.EMBED_HOSTS = ["form.gov.sg"]
    assert is_allowed_host("https://form.gov.sg/abc")
    for address in (
        "http://form.gov.sg/abc",
        "https://form.gov.sg.evil.example/",
        "https://[",
        "x",
    ):
        assert not is_allowed_host(address)
