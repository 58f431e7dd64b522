"""Sources that no author writes: deep, long, broken. Nothing is lost, and nothing takes long."""

import time

import pytest

from portal.isomer.converter import assemble, convert, finish
from portal.isomer.converter.reading import story_words


def words_of(html: str) -> list[str]:
    return story_words(assemble(finish(convert(html), "")))


@pytest.mark.parametrize(
    "opening",
    [
        "<div>", "<b>", "<ul><li>", "<table><tr><td>", "<details><summary>s</summary>", "<blockquote>",
        "<dl><dd>", "<span><font>", "<a href='/x'><div>", "<h2><div>",
    ],
)  # fmt: skip
def test_ten_thousand_levels_keep_their_words(opening):
    found = words_of(f"<p>first</p>{opening * 10_000}deepest</div><p>last</p>")
    assert (found[0], found[-1]) == ("first", "last")
    assert "deepest" in found


@pytest.mark.parametrize(
    "piece",
    [
        "<p>a</p>", "<h2>a</h2>", "<a href='/x'>a</a> ", "a<br>", "<img src='/a.png'>", "<dd>a<dt>b",
        "<details><summary>a</summary>b</details>", "<blockquote>a</blockquote><p>- b</p>",
        "<a name='x'></a>", "<a ", "<a \"", "<", "&", "<pre>a\n", "</p>", "<li>a", "<td>a",
        "<table><tr><td>a<td>b</table>", "<div class='isomer-card'>a</div>", "<p>• a</p>",
    ],
)  # fmt: skip
def test_time_grows_with_length(piece):
    def seconds(count: int) -> float:
        # Of this process alone: other work of the machine does not count.
        started = time.process_time()
        words_of(piece * count)
        return time.process_time() - started

    seconds(10)
    short = min(seconds(400) for _ in range(3))
    long = min(seconds(3200) for _ in range(2))
    # Eight times the length; a quadratic step would take sixty-four times as long.
    assert long < 30 * short + 0.1


def test_style_sheets_inside_a_page_cost_nothing():
    started = time.perf_counter()
    html = f"<style>{'p{color:red}' * 40_000}</style><p style='{'a:b;' * 100_000}'>one</p>"
    assert words_of(html) == ["one"]
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("html", "types"),
    [
        ("<ul>a<img src='/a.png' alt='x'>b</ul>", ["paragraph", "image", "paragraph"]),
        ("<embed src='https://form.gov.sg/1'><p>a b</p>", ["embed", "paragraph"]),
        (
            "<svg><a href='/x'>a</a><img src='/a.png' alt='x'>b</svg>",
            ["paragraph", "image", "paragraph"],
        ),
        (
            "<ul class='jekyllcodex_accordion'>a<li><label>b</label></li></ul>",
            ["paragraph", "accordion"],
        ),
    ],
)
def test_odd_places_lose_nothing(blocks_of, html, types):
    assert [block["type"] for block in blocks_of(html)] == types
    assert {"a", "b"} <= set(words_of(html))
