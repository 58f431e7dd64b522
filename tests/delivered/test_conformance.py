"""Every page type with every block obeys the HTML standard, ARIA and what links should say."""

import pytest

from tests.delivered.conformance import RULES, faults
from tests.delivered.conftest import Delivery

HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>T</title>'


def page(body: str, head: str = HEAD) -> str:
    return (
        f'<!doctype html><html lang="en"><head>{head}</head>'
        f"<body><main><h1>Title</h1>{body}</main></body></html>"
    )


def test_every_page_and_every_block_obeys_the_rules(delivery: Delivery) -> None:
    found = {name: faults(html) for name, html in delivery.pages().items()}

    assert {name: list(dict.fromkeys(lines)) for name, lines in found.items() if lines} == {}


#: For each rule, what breaks it; every line alone.
BROKEN = {
    "parses": ["<p>One</div>", "<table><p>Lost</p></table>", "<ul><li>One</ul></li>"],
    "ids_are_unique": ['<p id="a">1</p><p id="a">2</p>', '<p id="a b">1</p>', '<p id="">1</p>'],
    "references_lead_somewhere": [
        '<p aria-describedby="gone">1</p>',
        '<button popovertarget="gone">1</button>',
    ],
    "fields_are_labelled": [
        "<input>",
        '<label for="gone">One</label>',
        '<label for="a"> </label><input id="a">',
        "<select><option>1</option></select>",
    ],
    "nothing_to_press_stands_in_something_to_press": [
        '<a href="/a/"><button>1</button></a>',
        '<button><span tabindex="0">1</span></button>',
        '<details><summary><a href="/a/">One</a></summary></details>',
    ],
    "hidden_parts_cannot_be_reached": [
        '<div aria-hidden="true"><a href="/a/">One</a></div>',
        '<button aria-hidden="true">1</button>',
    ],
    "words_hold_no_blocks": ["<span><div>1</div></span>", "<button><p>1</p></button>"],
    "children_are_of_the_right_kind": ["<ul><p>1</p></ul>", "<div><li>1</li></div>"],
    "captions_stand_first_or_last": [
        "<figure><p>1</p><figcaption>2</figcaption><p>3</p></figure>",
        "<details><p>1</p><summary>2</summary></details>",
        "<details><p>1</p></details>",
    ],
    "nothing_is_obsolete": ["<center>1</center>", '<p align="right">1</p>'],
    "nothing_is_written_into_elements": ['<p style="color: red">1</p>', '<p onclick="a()">1</p>'],
    "roles_fit": [
        '<p role="headline">1</p>',
        '<a href="/a/" role="button">One</a>',
        '<nav role="navigation"></nav>',
    ],
    "headings_follow_each_other": ["<h1>1</h1>", "<h3>1</h3>", "<h2></h2>"],
    "articles_have_headings": ["<article><p>1</p></article>"],
    "landmarks_are_told_apart": [
        "<nav></nav><nav></nav>",
        '<nav aria-label="Main"></nav><nav aria-label="Main"></nav>',
        '<div role="main"></div>',
    ],
    "addresses_are_written_rightly": [
        '<a href="/a b/">One</a>',
        '<a href="javascript:a()">One</a>',
        '<a href="https:///a/">One</a>',
        '<a href="https://example.org:nine/">One</a>',
        '<a href="/100%/">One</a>',
        '<a href="">One</a>',
    ],
    "dates_can_be_read_by_machines": [
        "<time>yesterday</time>",
        '<time datetime="2026-02-30">1</time>',
        '<time datetime="2026-03-02T25:00">1</time>',
        '<time datetime="2026-03-02T09:00:00.123456+08:00">1</time>',
    ],
    "languages_have_names": ['<p lang="English">1</p>', '<a href="/a/" hreflang="1">One</a>'],
    "pictures_are_complete": [
        '<img src="/a" width="1" height="1">',
        '<img src="/a" alt="">',
        '<img src="/a" alt="" width="1" height="1" srcset="/a 300w, /b 300w" sizes="1px">',
        '<img src="/a" alt="" width="1" height="1" srcset="/a 300w">',
        "<picture><source srcset='/a'><img src='/a' alt='' width='1' height='1'></picture>",
        "<picture><img src='/a' alt='' width='1' height='1'><source srcset='/a' type='b'></picture>",
    ],
    "links_make_sense_alone": [
        '<a href="/a/">Read more</a>',
        '<a href="/a/"></a>',
        '<a href="/a/"><img src="/a" alt="" width="1" height="1"></a>',
        '<a href="/a/" aria-label="here">The report</a>',
    ],
    "links_to_files_say_what_comes": [
        '<div><p><a href="/documents/1/">The report</a></p></div>',
        '<div><p><a href="/documents/1/">The report (PDF)</a></p></div>',
    ],
    "frames_have_titles": ['<iframe src="/a"></iframe>'],
    "tables_have_names_and_scopes": [
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><caption>T</caption><tbody><tr><th>1</th></tr></tbody></table>",
    ],
}


@pytest.mark.parametrize(
    ("rule", "body"), [(rule, body) for rule, bodies in BROKEN.items() for body in bodies]
)
def test_a_rule_sees_what_breaks_it(rule: str, body: str) -> None:
    assert [line for line in faults(page(body)) if line.startswith(f"{rule}: ")]


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("T<", "<"),
        HEAD.replace("<meta charset", "<meta name='a' content='b'><meta charset"),
        HEAD.replace("device-width", "device-width, user-scalable=no"),
        HEAD + "<meta name='description' content='1'><meta name='description' content='2'>",
    ],
)
def test_the_rule_about_the_head_sees_what_breaks_it(head: str) -> None:
    assert [line for line in faults(page("", head)) if line.startswith("the_head_is_complete")]


def test_every_rule_has_something_that_breaks_it() -> None:
    assert {rule.__name__ for rule in RULES} == {*BROKEN, "the_head_is_complete"}


def test_a_right_page_has_no_fault() -> None:
    body = """
        <nav aria-label="One"><ul role="list"><li><a href="/a/?b=c#d">A report</a></li></ul></nav>
        <nav aria-label="Two"><details><summary>More</summary><p id="d">1</p></details></nav>
        <h2>Next</h2><h3>Deeper</h3><h2>Back</h2>
        <form action="/search/"><label for="q">Words</label><input id="q" name="q"></form>
        <figure><picture><source srcset="/a 300w, /b 600w" sizes="50vw" type="image/avif">
        <img src="/a" alt="A bridge" width="300" height="200"></picture>
        <figcaption>Caption</figcaption></figure>
        <p><a href="/documents/1/">Report</a> (PDF, 1.2 MB) of
        <time datetime="2026-03-02T09:30:00+08:00">2 March</time></p>
        <table><caption>Numbers</caption><thead><tr><th scope="col">1</th></tr></thead></table>
        <p lang="zh-Hans">1</p><a href="mailto:a@example.org">Write to us</a>"""

    assert faults(page(body)) == []
