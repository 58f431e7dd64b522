"""Strategies for Markdown with kramdown's notation, as authors write it and as nobody should."""

from hypothesis import strategies as st

from tests.isomer.fuzz.markup import any_html, attributes, link_address, quiet, text, visible_html

_marks = st.sampled_from((
    "", "", "**§**", "*§*", "_§_", "__§__", "***§***", "~~§~~", "`§`", "``§``", "§[^1]", "§^§", "$$§$$",
    "<u>§</u>", "<br>", "<br />", "§<sup>§</sup>", "§ -- § --- § ... §", "'§' \"§\"", "\\*§\\*", "2\\. §",
    "§  \n§", "§\\\\\n§", "§ {::nomarkdown}§{:/}", "**§**{: .big}", "*§*{:#a}", "§\t§", "&amp; § &nbsp;",
    "[§][one]", "[§][]", "[§]", "![§][one]", "<https://other.example/§>", "<mail@other.example>",
    "https://other.example/", "**§", "*§", "__§", "`§", "[§](", "[§](/plan/", "![", "](", "§](x)", "{{ x }}",
    "{% include x.html %}", "{:", "{: .x", "{::", "|§|", "<<§>>", "§ < § > §", "*[HTML]", "H~2~O",
))  # fmt: skip
_lists_of_attributes = st.sampled_from((
    '{:start="3"}', "{:start=“3”}", '{:target="_blank"}', "{: .big #one}", "{:.x onclick=\"alert(1)\"}",
    '{: style="x" href="javascript:x"}', "{: .x .y #z a=b}", "{:name: .x}", "{: name}", "{:toc}", "{::comment}",
    "{:/}", "{::options x=y /}", '{: rel="noopener"}', "{:start='x'}", "{: }", "{:}", '{:start="999999999"}',
))  # fmt: skip


def _link(label: str, address: str, title: str, tail: str) -> str:
    return f"[{label}]({address}{title}){tail}"


_tails = st.one_of(st.just(""), st.just(""), _lists_of_attributes)
_titles = st.sampled_from(("", "", ' "A title"', " 'x'", ' "x'))
_links = st.builds(
    _link, st.sampled_from(("§", "**§**", "§ §", "", "§]")), link_address, _titles, _tails
)
_images = _links.map(lambda link: link.replace("§", "alt").join(("!", "")))
_piece = st.one_of(text, text, _marks, _links, _images)
_line = st.lists(_piece, min_size=1, max_size=4).map(" ".join)
_plain_line = st.lists(text, min_size=1, max_size=3).map(" ".join)
_indent = st.sampled_from(("", "", "", " ", "   ", "    ", "\t", "      "))
_bullet = st.sampled_from(
    ("* ", "- ", "+ ", "1. ", "2. ", "10. ", "1) ", "*\t", "1.\t", "• ", "a. ", "*", "1.")
)


def _prefixed(prefixes: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    one = st.builds(
        lambda indent, prefix, line: f"{indent}{prefix}{line}", _indent, prefixes, _line
    )
    return st.lists(one, min_size=1, max_size=most).map("\n".join)


_rows = st.lists(
    st.lists(st.sampled_from(("§", " § ", " **§** ", "", " ", " § § ")), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


def _table(rows: list[list[str]], rule: str, edge: str) -> str:
    lines = [f"{edge}{'|'.join(row)}{edge}" for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]] if rule else lines)


_tables = st.builds(
    _table,
    _rows,
    st.sampled_from(("", "|---|---|", "---|---", "|:-:|--:|", "| - |", "|===|", "|-", "+--+")),
    st.sampled_from(("|", "|", "")),
)
_fences = st.builds(
    lambda mark, lines: f"{mark}\n{lines}\n{mark}",
    st.sampled_from(("```", "~~~", "~~~~")),
    _plain_line,
)
_headings = st.one_of(
    st.builds(
        lambda marks, line, tail: f"{marks}{line}{tail}",
        st.sampled_from(("# ", "## ", "#", "###", "####### ", " # ", "# # ")),
        _plain_line,
        st.sampled_from(("", " #", " ##", " {#one}", " {: .x}", "\n{: #two}")),
    ),
    st.builds(
        lambda line, rule: f"{line}\n{rule}", _plain_line, st.sampled_from(("===", "---", "-", "="))
    ),
)
_definitions = st.sampled_from((
    '[one]: /plan/ "A title"', "[one]: javascript:alert(1)", "*[HTML]: y",
    "*[HTML]: x", "[one]:", "[one]: <x y>", "§\n: §", "§\n§\n:   §\n\n    §", "{:name: .x #y}", ": §", "^",
))  # fmt: skip
_html_blocks = st.one_of(
    st.builds(
        lambda tag, extra, inside: f"<{tag}{extra}>{inside}</{tag.split()[0]}>",
        st.sampled_from(
            ("div", "p", "center", 'div markdown="1"', "details", "section", "span", "b")
        ),
        attributes,
        st.lists(_line, max_size=3).map("\n".join),
    ),
    visible_html,
)
_rules = st.sampled_from(("---", "***", "* * *", "___", "- - -", "--", "\\"))
_block = quiet(st.one_of(
    st.lists(_line, min_size=1, max_size=3).map("\n".join),
    _prefixed(_bullet), _prefixed(_bullet), _prefixed(st.just("> "), 3), _tables, _fences, _headings,
    _html_blocks, _rules, _definitions, _lists_of_attributes,
    st.builds(lambda line: f"    {line}", _plain_line),
))  # fmt: skip
_breaks = st.sampled_from(("\n\n", "\n\n", "\n", "\n \n", "\n\n\n"))
_part = st.builds("{}{}".format, _block, _breaks)
#: Markdown without broken HTML.
visible_markdown = quiet(st.lists(_part, min_size=1, max_size=7).map("".join))
#: Anything.
any_markdown = quiet(
    st.lists(st.one_of(_part, any_html, st.text(max_size=15)), max_size=7).map("".join)
)
