"""Files that are made to be expensive: twice the input takes about twice the time and memory.

Times are compared with each other and never with a clock's seconds, so that a slow machine passes.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from portal.isomer import frontmatter
from portal.isomer.converter import assemble, convert, finish
from portal.isomer.converter.reading import story_words
from portal.isomer.liquid import without_liquid
from portal.isomer.markdown import to_html
from tests.isomer.fuzz.profile import FAR

#: Linear is 2, quadratic 4; between them lies what a busy machine may add.
MOST_GROWTH = 3.4
#: Of the memory that a source of so many bytes may take, beside a fixed part.
BYTES_PER_BYTE, FIXED_BYTES = 800, 3_000_000
_TRIES = 5
#: Below this many seconds a ratio says nothing.
_SHORT = 0.02

HTML: dict[str, tuple[int, Callable[[int], str]]] = {
    "style sheet": (250_000, lambda n: f"<p>a</p><style>{'p{color:red} ' * (n // 13)}</style>"),
    "div": (5000, lambda n: "<div>" * n + "a" + "</div>" * n),
    "list": (5000, lambda n: "<ul><li>a" * n + "</li></ul>" * n),
    "quote": (5000, lambda n: "<blockquote>a" * n + "</blockquote>" * n),
    "table": (5000, lambda n: "<table><tr><td>a" * n + "</td></tr></table>" * n),
    "accordion": (5000, lambda n: "<details><summary>a</summary>b" * n + "</details>" * n),
    "emphasis": (5000, lambda n: "<b><i>a" * n),
    "link": (5000, lambda n: "<a href='/x'>a" * n),
    "heading": (2000, lambda n: "<h2>a" * n),
    "span": (5000, lambda n: "<span>" * n + "a"),
    "closing tags": (20_000, lambda n: "</div></p></table>" * n + "a"),
    "breaks": (25_000 if FAR else 6000, lambda n: "a<br>" * n),
    "empty breaks": (25_000, lambda n: "a" + "<br>" * n + "b"),
    "siblings": (10_000 if FAR else 3000, lambda n: "<p>a</p>" * n),
    "headings": (1500, lambda n: "<h2 id='x'>a</h2>" * n),
    "links": (2500, lambda n: "".join(f"<a href='/x{i}/#{i}'>a</a> " for i in range(n))),
    "anchors": (2500, lambda n: "".join(f"<a name='n{i}'></a><a href='#n{i}'>a</a>" for i in range(n))),
    "long word": (100_000, lambda n: f"<p>{'a' * n}</p>"),
    "spaces": (500_000, lambda n: f"<p>a{'&nbsp;' * n}b</p>"),
    "bullets": (1500, lambda n: "<p>• a</p>" * n),
    "images": (2500, lambda n: "<p><img src='/x.png'></p>" * n),
    "frames": (2500, lambda n: "<iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>" * n),
    "cards": (1000, lambda n: "<div class='isomer-card-grid'><div class='isomer-card'>a</div></div>" * n),
    "accordions": (1000, lambda n: "<details><summary>a</summary>b</details>" * n),
    "one accordion": (
        1000,
        lambda n: f"<div class='isomer-accordion'>{'<details><summary>a</summary>b</details>' * n}</div>",
    ),
    "large table": (2500 if FAR else 30, lambda n: f"<table>{('<tr>' + '<td>a</td>' * 50 + '</tr>') * n}</table>"),
    "wide table": (5, lambda n: f"<table>{('<tr>' + '<td>a</td>' * 500 + '</tr>') * n}</table>"),
    "spans": (
        250, lambda n: f"<table>{('<tr>' + '<td colspan=1000000 rowspan=9999>a</td>' * 3 + '</tr>') * n}</table>",
    ),
    "tables": (500, lambda n: "<table><tr><td>a</td><td>b</td></tr></table>" * n),
    "attributes": (1000, lambda n: f"<p {' '.join(f'a{i}=x' for i in range(n))}>a</p>"),
    "open angles": (50_000, lambda n: "<" * n),
    "open tag": (50_000, lambda n: "<p " + "a='" * n),
    "open quotes": (20_000, lambda n: "<a b='c\"" * n),
    "comments": (20_000, lambda n: "<!-- a " * n),
    "entities": (50_000, lambda n: "&amp;&#0;&bogus;" * n),
    "image data": (250_000, lambda n: f"<img src='data:image/png;base64,{'A' * n}'>"),
}  # fmt: skip
MARKDOWN: dict[str, tuple[int, Callable[[int], str]]] = {
    "brackets": (5000, lambda n: "[" * n),
    "closed brackets": (2500, lambda n: "[" * n + "a" + "]" * n),
    "link starts": (5000, lambda n: "[a](" * n),
    "image starts": (5000, lambda n: "![" * n),
    "stars": (5000, lambda n: "*a " * n),
    "double stars": (5000, lambda n: "**a" * n),
    "many stars": (10_000, lambda n: "*" * n + "a"),
    "underscores": (5000, lambda n: "_a __b " * n),
    "backticks": (2000, lambda n: "".join(f"{'`' * (i % 40 + 1)}a " for i in range(n))),
    "quotes": (500, lambda n: "> " * n + "a"),
    "quote lines": (5000, lambda n: "> a\n" * n),
    "nested list": (60, lambda n: "".join(f"{'  ' * i}* a\n" for i in range(n))),
    "list": (5000, lambda n: "* a\n" * n),
    "numbers": (2500, lambda n: '1. a\n{:start="3"}\n\n' * n),
    "attribute lists": (5000, lambda n: "a {: .b #c}\n" * n),
    "open attribute list": (5000, lambda n: "{:" * n),
    "paragraphs": (5000, lambda n: "a b c\n\n" * n),
    "one paragraph": (10_000, lambda n: "a b c\n" * n),
    "breaks": (10_000, lambda n: "a  \n" * n),
    "headings": (1500, lambda n: "# a\n" * n),
    "setext": (5000, lambda n: "a\n===\n" * n),
    "table rows": (2500, lambda n: "| a | b |\n" * n),
    "table columns": (1000, lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n"),
    "pipes": (20_000, lambda n: "|" * n),
    "footnotes": (500, lambda n: "".join(f"a[^{i}]\n\n[^{i}]: b\n\n" for i in range(n))),
    "references": (1000, lambda n: "".join(f"[a][{i}]\n\n[{i}]: /x\n\n" for i in range(n))),
    "html blocks": (2500, lambda n: "<div>a</div>\n\n" * n),
    "open html": (1500, lambda n: "<div>\n\n" * n),
    "open html spans": (2500, lambda n: "a <b> " * n),
    "style sheet": (250_000, lambda n: f"<style>{'p{color:red} ' * (n // 13)}</style>\n\na"),
    "fences": (2500, lambda n: "```\na\n" * n),
    "escapes": (20_000, lambda n: "\\*" * n),
    "angles": (10_000, lambda n: "<" * n),
    "entities": (20_000, lambda n: "&" * n),
    "spaces": (100_000, lambda n: "a" + " " * n + "b"),
    "non-breaking": (100_000, lambda n: "&nbsp;" * n),
    "blank lines": (50_000, lambda n: "\n" * n),
    "dashes": (20_000, lambda n: "-" * n),
    "equals": (20_000, lambda n: "a\n" + "=" * n),
    "hashes": (20_000, lambda n: "#" * n),
    "straight quotes": (5000, lambda n: "\"a' " * n),
    "long word": (100_000, lambda n: "a" * n),
    "addresses": (2500, lambda n: "<https://a.example/> " * n),
    "definitions": (2500, lambda n: "a\n: b\n\n" * n),
    "dollars": (5000, lambda n: "$$a" * n),
    "indented": (5000, lambda n: "    a\n" * n),
    "abbreviations": (300, lambda n: "".join(f"*[A{i}]: b\n" for i in range(n)) + "A1 A2 " * n),
}  # fmt: skip
YAML: dict[str, tuple[int, Callable[[int], str]]] = {
    "flow": (2000, lambda n: "a: " + "[" * n),
    "maps": (2000, lambda n: "a: " + "{a: " * n),
    "indented": (150, lambda n: "".join(f"{' ' * i}a:\n" for i in range(n))),
    "dashes": (2000, lambda n: "- " * n + "a"),
    "aliases": (
        20,
        lambda n: (
            "a0: &a0 x\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, n))
        ),
    ),
    "keys": (2500, lambda n: "".join(f"k{i}: v\n" for i in range(n))),
    "same key": (2500, lambda n: "a: v\n" * n),
    "long value": (100_000, lambda n: f"a: {'v' * n}"),
    "quotes": (20_000, lambda n: 'a: "' + "\\" * n),
    "no yaml": (5000, lambda n: "a: b: c\n" * n),
    "tabs": (20_000, lambda n: "a:" + "\t" * n),
    "question marks": (500, lambda n: "? " * n),
    "tags": (2000, lambda n: "!a " * n),
    "comments": (20_000, lambda n: "#" * n),
}
LIQUID: dict[str, tuple[int, Callable[[int], str]]] = {
    "open outputs": (5000, lambda n: "{{ " * n),
    "outputs": (2500, lambda n: "{{ site.baseurl }}/a " * n),
    "unknown": (2500, lambda n: "{{ x }}\n" * n),
    "spaces": (5000, lambda n: "{{" + " " * n),
    "open tags": (5000, lambda n: "{% " * n),
    "bars": (2500, lambda n: "{{ 'a'" + " | append: 'b'" * n + " }}"),
}


#: What can stand in itself, again and again.
_NESTED = {
    **{f"html-{name}": (HTML, name) for name in (
        "div", "list", "quote", "table", "accordion", "emphasis", "link", "heading", "span",
    )},
    **{f"markdown-{name}": (MARKDOWN, name) for name in (
        "brackets", "closed brackets", "stars", "many stars", "underscores", "quotes", "open html",
    )},
}  # fmt: skip


def blocks(html: str) -> None:
    """Everything that is done with a body's HTML."""
    story_words(assemble(finish(convert(html), "Title")))


def front_matter(source: str) -> None:
    frontmatter.split(f"---\n{source}\n---\n")


CASES = [
    pytest.param(work, *case, id=f"{group}-{name}")
    for group, work, cases in (
        ("html", blocks, HTML),
        ("markdown", to_html, MARKDOWN),
        ("yaml", front_matter, YAML),
        ("liquid", without_liquid, LIQUID),
    )
    for name, case in cases.items()
]


@pytest.fixture
def quiet() -> Iterator[None]:
    """No collection of garbage in between: its cost depends on everything else in the process."""
    gc.disable()
    yield
    gc.enable()


def _seconds(work: Callable[[str], object], source: str) -> float:
    began = time.process_time()
    work(source)
    return time.process_time() - began


@pytest.mark.parametrize(("work", "size", "make"), CASES)
def test_twice_the_input_takes_about_twice_the_time(quiet, work, size, make):
    _seconds(work, make(size // 20 + 1))
    seen = []
    for _ in range(_TRIES):
        before, after = _seconds(work, make(size)), _seconds(work, make(2 * size))
        if after <= MOST_GROWTH * max(before, _SHORT):
            return
        seen.append(f"{before:.2f} s became {after:.2f} s")
    pytest.fail("; ".join(seen))


@pytest.mark.parametrize(("work", "size", "make"), CASES)
def test_memory_is_bounded_by_the_size_of_the_file(work, size, make):
    source = make(size // 4 + 1)
    tracemalloc.start()
    try:
        work(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= FIXED_BYTES + BYTES_PER_BYTE * len(source)


@pytest.mark.parametrize("depth", [10_000, 100_000] if FAR else [10_000])
@pytest.mark.parametrize("name", sorted(_NESTED))
def test_no_depth_is_too_deep(name, depth):
    group, case = _NESTED[name]
    (blocks if group is HTML else to_html)(group[case][1](depth))
