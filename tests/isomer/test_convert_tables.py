"""Odd tables: spans that collide, links around and inside, words outside the cells."""

import pytest


def only(blocks):
    (block,) = blocks
    return block["value"]


def cells(table):
    return [row["values"] for row in table["table"]["rows"]]


def test_spans_that_reach_beyond_the_table_or_into_each_other(blocks_of):
    html = """<table><tr><td rowspan="3">a</td><td colspan="3">b</td></tr>
    <tr><td>c</td><td rowspan="5">d</td></tr><tr><td colspan="9">e</td></tr></table>"""
    table = only(blocks_of(html))
    assert cells(table) == [
        ["<p>a</p>", "<p>b</p>", "", ""],
        ["", "<p>c</p>", "<p>d</p>", ""],
        ["", "<p>e</p>", "", ""],
    ]
    assert table["merged"] == "A1:A3, B1:D1, C2:C3"


def test_a_picture_in_a_cell_keeps_its_link(blocks_of):
    html = '<table><tr><td>a</td><td><a href="/x"><img src="/a.png" alt="A"></a></td></tr></table>'
    assert cells(only(blocks_of(html)))[0][1] == (
        '<embed data-src="/a.png" data-line="1" alt="A" data-href="/x"/>'
    )


def test_a_button_in_a_cell_is_a_link_there(blocks_of):
    html = '<table><tr><td>a</td><td><a class="bp-button" href="/x">Go</a></td></tr></table>'
    assert cells(only(blocks_of(html)))[0][1] == '<p><a href="/x" data-line="1">Go</a></p>'


def test_a_table_in_a_link_in_a_table(blocks_of):
    html = """<table><tr><td><a href="/x"><table><tr><td></td><td><img src="/a.png" alt="A"></td></tr>
    <tr><td>Jo Tan</td></tr></table></a></td><td>b</td></tr></table>"""
    assert cells(only(blocks_of(html))) == [
        [
            '<embed data-src="/a.png" data-line="1" alt="A" data-href="/x"/>'
            '<p><a href="/x" data-line="1">Jo Tan</a></p>',
            "<p>b</p>",
        ]
    ]


def test_a_table_that_closes_a_table(blocks_of):
    html = "<p>a</p><table><tr><td>1</td><td>2</td></tr><table><p>b</p><h2>c</h2><p>d</p>"
    assert [block["type"] for block in blocks_of(html)] == [
        "paragraph", "table", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_words_outside_the_cells_are_kept(blocks_of):
    html = """<table>above<tr>first<td>1</td><td>2</td></tr>below
    <tr><td>3</td><td>4</td>last</tr></table>"""
    blocks = blocks_of(html)
    assert [b["value"] for b in blocks if b["type"] == "paragraph"] == [
        "<p>above</p><p>first</p>",
        "<p>below</p><p>last</p>",
    ]


def test_a_caption_with_a_link_stands_above_its_table(blocks_of):
    html = (
        '<table><caption>All <a href="/x">fees</a></caption><tr><td>1</td><td>2</td></tr></table>'
    )
    text, table = blocks_of(html)
    assert text["value"] == '<p>All <a href="/x" data-line="1">fees</a></p>'
    assert table["value"]["table"]["caption"] == ""


def test_the_caption_of_a_dissolved_table_is_kept(blocks_of):
    assert only(blocks_of("<table><caption>A</caption><tr><td>b</td></tr></table>")) == (
        "<p>A</p><p>b</p>"
    )


def test_films_in_a_table_without_headings_stand_below_their_own_words(blocks_of, warnings_of):
    frame = '<iframe src="https://youtu.be/abcdefghijk" title="x"></iframe>'
    html = f"<table><tr><td>a {frame}</td><td>b {frame}</td></tr></table>"
    assert [block["type"] for block in blocks_of(html)] == ["paragraph", "video"] * 2
    assert warnings_of(html) == [("layout-table", "once", 1)]


def test_columns_with_headings_are_dissolved(blocks_of):
    html = "<table><tr><td><h3>a</h3><p>b</p></td><td><h3>c</h3><p>d</p></td></tr></table>"
    assert [block["type"] for block in blocks_of(html)] == ["heading", "paragraph"] * 2


def test_a_film_survives_a_table_without_words(blocks_of):
    html = '<table><tr><th></th><th><iframe src="https://form.gov.sg/1"></iframe></th></tr></table>'
    assert [block["type"] for block in blocks_of(html)] == ["embed"]


def test_more_columns_than_a_table_holds(blocks_of):
    html = "<table><tr>" + "".join(f"<td>{n}</td>" for n in range(70)) + "</tr></table>"
    (row,) = cells(only(blocks_of(html)))
    assert len(row) == 60
    assert row[-1] == "".join(f"<p>{n}</p>" for n in range(59, 70))


@pytest.mark.parametrize("html", ["<table></table>", "<table><tr><td></td><td> </td></tr></table>"])
def test_an_empty_table_is_nothing(blocks_of, html):
    assert blocks_of(html) == []


def test_words_beyond_the_widest_table_stand_in_a_cell_that_is_shown(blocks_of):
    (table,) = blocks_of("<table><tr><td colspan='999'>a</td><td>b</td></tr></table>")
    (row,) = table["value"]["table"]["rows"]
    assert row["values"][0] == "<p>a</p><p>b</p>"
    assert not any(row["values"][1:])
