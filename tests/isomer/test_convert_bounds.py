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
        started = time.perf_counter()
        words_of(piece * count)
        return time.perf_counter() - started

    seconds(10)
    short, long = min(seconds(400), seconds(400)), seconds(3200)
    # Eight times the length; a quadratic step would take sixty-four times as long.
    assert long < 30 * short + 0.1


def test_style_sheets_inside_a_page_cost_nothing():
    started = time.perf_counter()
    html = f"<style>{'p{color:red}' * 40_000}</style><p style='{'a:b;' * 100_000}'>one</p>"
    assert words_of(html) == ["one"]
    assert time.perf_counter() - started < 1
