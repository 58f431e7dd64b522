"""Strategies for HTML: what the old editors wrote, what people paste, and what attackers try.

Every `§` becomes a word of its own (`numbered`), so that each word can be followed to its page.
"""

import re
from itertools import count

from hypothesis import strategies as st

WORD = re.compile(r"w\d+x")

_text = st.sampled_from((
    "§", "§", "§ ", " §", "§ §", "§, §. ", "“§” – §", "§&nbsp;§", "&nbsp;", "§ &amp; §", "§\n§", " ",
    "• §", "1. §", "12) §", "&lt;b&gt;§", "§&#8203;§", "ß§ é", "中文 § 字", "§ &copy §", "- §",
    "SINGAPORE, 3 March 2020 – §", "For media enquiries, please contact:", "Tel: 6000 §", "§:", "",
))  # fmt: skip
_unsafe = st.sampled_from((
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)", "java\nscript:x",
    "&#106;avascript:x", "&#x6A&#x61vascript:x", " \tjavascript:x", "&#1;javascript:x",
    "javascript&colon;alert(1)", "vbscript:msgbox(1)", "VBSCRIPT:x", "data:text/html,<b>x</b>",
    "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=alert(1)>",
    "feed:javascript:x", "view-source:javascript:x", "file:///etc/passwd", "blob:x", "about:blank",
    "\\\\javascript:x", "//javascript:x", "http://javascript:x", "javascript://%0aalert(1)",
    "ｊavascript:x", "\u200bjavascript:x", "x:y", "https://ok.example/\"onclick=\"x",
))  # fmt: skip
_safe = st.sampled_from((
    "/plan/", "plan", "/plan/#part", "#part", "#", "", "/files/form.txt", "/images/quay.png",
    "/images/QUAY.PNG", "images/quay.png", "//images/quay.png", "/images/quay.png)", "/gone/",
    "https://www.harbour.example/plan/", "https://other.example/a?b=c&d=e", "hhttps://x.example",
    "www.other.example", "mail@other.example", "mailto:mail@other.example", "tel:+65 6000 0000",
    "http://[::1", "https://", "http://a b.example/ä", "//other.example/x", "../plan/", "../../../x",
    "https://www.youtube.com/embed/abcdefghijk", "https://youtu.be/abcdefghijk?t=3",
    "https://player.vimeo.com/video/123456789", "https://form.gov.sg/000000000000000000000000",
    "https://www.google.com/maps/embed?pb=1", "https://www.google.com.evil.example/",
    "https://form.gov.sg@evil.example/", "https://evil.example/", "%", "%zz", "/%00", "\x00",
))  # fmt: skip
_address = st.one_of(_safe, _safe, _unsafe)
_styles = st.sampled_from((
    "color:red", "text-align:center", "background:url(javascript:alert(1))", "width:50%",
    "behavior:url(x.htc)", "-moz-binding:url(x)", "width: expression(alert(1))", "font-weight:bold",
))  # fmt: skip
_handlers = st.sampled_from(("onclick", "onerror", "ONLOAD", "onmouseover", "onfocus", "onx"))
_names = st.sampled_from(("part", "a b", "", "é", "1", "part", "__proto__", "x" * 300, '"'))


def _attribute(name: str, value: str) -> str:
    return ' {}="{}"'.format(name, value.replace('"', "&quot;"))


_attributes = st.lists(
    st.one_of(
        st.builds(_attribute, st.just("style"), _styles),
        st.builds(_attribute, _handlers, st.just("alert(1)")),
        st.builds(_attribute, st.just("id"), _names),
        st.builds(_attribute, st.sampled_from(("name", "title", "lang", "dir", "align")), _names),
        st.builds(
            _attribute,
            st.just("class"),
            st.sampled_from(("isomer-card", "btn", "bp-sec-button", "x y", "tight", "bp-youtube")),
        ),
        st.just(" hidden"),
        st.just(' data-tight="true"'),
    ),
    max_size=2,
).map("".join)


def element(tag: str, *inside: st.SearchStrategy[str], attributes: str = "") -> st.SearchStrategy:
    """A well-formed element."""
    return st.builds(
        lambda extra, *parts: f"<{tag}{attributes}{extra}>{''.join(parts)}</{tag}>",
        _attributes,
        *inside,
    )


def quiet(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same strategy; its representation does not spell out all that it is made of.

    Those of nested strategies multiply, up to gigabytes, when an example fails.
    """

    @st.composite
    def part(draw: st.DrawFn) -> str:
        return draw(strategy)

    return part()


def _several(part: st.SearchStrategy[str], most: int = 3, least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(part, min_size=least, max_size=most).map("".join)


_image = st.builds(
    lambda src, alt, extra: f"<img{_attribute('src', src)}{alt}{extra}>",
    _address,
    st.sampled_from(("", ' alt=""', ' alt="A quay"', ' alt="&lt;b&gt;&quot;"', ' width="50%"')),
    _attributes,
)
_frame = st.builds(
    lambda src, extra: f"<iframe{_attribute('src', src)}{extra}></iframe>", _address, _attributes
)
_inline_tags = st.sampled_from((
    "b", "strong", "i", "em", "u", "sup", "sub", "span", "code", "s", "small", "font", "mark",
    "label", "q", "abbr", "custom-tag", "big", "cite", "ins",
))  # fmt: skip


def _wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, x, text: f"<{tag}{x}>{text}</{tag}>", _inline_tags, _attributes, inside
    )


def _linked(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda href, x, text: f"<a{_attribute('href', href)}{x}>{text}</a>",
        _address, _attributes, inside,
    )  # fmt: skip


_phrase = st.recursive(
    st.one_of(_text, _text, _text, st.just("<br>"), _image, st.just("<br/><br>")),
    lambda inner: st.one_of(_wrapped(_several(inner)), _linked(_several(inner))),
    max_leaves=5,
)
_phrases = quiet(_several(_phrase, 4))
_span_attributes = st.sampled_from((
    "", "", "", ' colspan="2"', ' rowspan="2"', ' rowspan="0"', ' colspan="999"', ' colspan="x"',
    ' rowspan="-1"', ' colspan="2" rowspan="3"', ' scope="row"',
))  # fmt: skip


def _tables(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(
        lambda tag, span, x, text: f"<{tag}{span}{x}>{text}</{tag}>",
        st.sampled_from(("td", "td", "th")), _span_attributes, _attributes, inside,
    )  # fmt: skip
    rows = _several(_several(cell).map(lambda cells: f"<tr>{cells}</tr>"), 4)
    return st.builds(
        lambda x, caption, head, body: f"<table{x}>{caption}{head}<tbody>{body}</tbody></table>",
        _attributes,
        st.sampled_from(("", "", "<caption>§</caption>", '<colgroup><col span="2"></colgroup>')),
        st.one_of(st.just(""), rows.map(lambda rows: f"<thead>{rows}</thead>")),
        rows,
    )


def _lists(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = element("li", inside)
    return st.builds(
        lambda tag, x, items: f"<{tag}{x}>{items}</{tag.split()[0]}>",
        st.sampled_from(("ul", "ol", 'ol start="3"', 'ol start="x"', 'ol type="a"', "ol reversed")),
        _attributes,
        _several(item),
    )


def _cards(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = st.sampled_from(("title", "description", "link", "image", "body", "other"))
    inner = st.builds(
        lambda name, text: f'<div class="isomer-card-{name}">{text}</div>', part, inside
    )
    body = _several(inner, 4).map(lambda parts: f'<div class="isomer-card-body">{parts}</div>')
    card = st.one_of(
        st.builds(
            lambda href, body: f'<a class="isomer-card"{_attribute("href", href)}>{body}</a>',
            _address,
            body,
        ),
        body.map(lambda body: f'<div class="isomer-card">{body}</div>'),
    )
    return _several(st.one_of(card, card, inner, _text)).map(
        lambda cards: f'<div class="isomer-card-grid">{cards}</div>'
    )


def _accordions(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    content = inside.map(lambda text: f'<div class="isomer-details-content">{text}</div>')
    details = st.builds(
        lambda summary, content: f'<details class="isomer-details">{summary}{content}</details>',
        st.one_of(element("summary", _phrases), st.just("")),
        st.one_of(content, inside),
    )
    return st.builds(
        lambda kind, items: f'<div class="isomer-accordion{kind}">{items}</div>',
        st.sampled_from(("", " isomer-accordion-white", " isomer-accordion-gray")),
        _several(st.one_of(details, details, inside)),
    )


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = _several(inner)
    tags = (
        "div", "blockquote", "section", "center", "figure", "article", "form", "fieldset", "dl",
        "dd", "header", "main", "object", "unknown", "details", "svg", "math", "address", "pre",
        "noscript", "button", "nav", "dialog", "aside",
    )  # fmt: skip
    classes = (
        "iframe-wrapper",
        "isomer-image-wrapper",
        "bp-container row",
        "formsg-wrapper",
        "col",
    )
    return quiet(st.one_of(
        st.sampled_from(tags).flatmap(lambda tag: element(tag, inside)),
        st.sampled_from(classes).flatmap(
            lambda name: element("div", inside, attributes=f' class="{name}"')
        ),
        _lists(inside), _lists(inside), _tables(inside), _tables(inside),
        _cards(inside), _accordions(inside), _linked(inside),
    ))  # fmt: skip


_leaf = quiet(
    st.one_of(
        _phrases,
        element("p", _phrases),
        element("p", _phrases),
        st.sampled_from(("h1", "h2", "h3", "h4", "h5", "h6")).flatmap(
            lambda tag: element(tag, _phrases)
        ),
        st.sampled_from(("<hr>", "<p></p>", "<p>&nbsp;</p>", "<br><br><br>", "<p><b>§</b></p>")),
        _frame,
        _image,
        element("summary", _phrases),
        element("figcaption", _phrases),
    )
)
#: Well-formed HTML: every word of it can be seen.
visible_html = quiet(_several(st.recursive(_leaf, _blocks, max_leaves=12), 5, 1))

_hidden = st.sampled_from((
    "<script>alert('hidden')</script>", "<style>p { color: red }</style>", "<!-- hidden -->",
    "<!--[if IE]><script>x</script><![endif]-->", "<![CDATA[ hidden <b> ]]>", "<?php hidden ?>",
    "<script src=//evil.example/x.js></script>", '<meta http-equiv="refresh" content="0;url=x">',
    '<base href="https://evil.example/">', "<template><p>hidden</p></template>", "<title>x</title>",
    '<link rel="stylesheet" href="x.css">', '<object data="x.swf"></object>', "<embed src=x.swf>",
    "<svg><script>alert(1)</script><style>x</style></svg>", '<iframe srcdoc="<script>x</script>">',
    '<svg><a xlink:href="javascript:x"><text>x</text></a></svg>', "<applet code=x></applet>",
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', "<frameset><frame src=x>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<xmp><p>x", "<plaintext>",
    '<form action="javascript:x"><input name=x onfocus=x autofocus><button formaction=x>',
    "<a href=\"x\" href='javascript:x'>", "<img src=x:x onerror=alert(1)//", "<IMG SRC=`javascript:x`>",
    "<svg/onload=alert(1)>", "<body onload=x>", "<html onclick=x>", "<textarea><script>x</script>",
    "<select><option>x", "<video src=x onerror=x><source src=javascript:x></video>", "<audio src=x>",
    "<isindex action=javascript:x>", "<portal src=x>", "<a ping=x download href=//x>x</a>",
    '<table background="javascript:x"><td background=x>', "<bgsound src=x>", "<marquee onstart=x>",
    "<details open ontoggle=x>", "<style>@import 'x'", "<x is=y onclick=x>", "<image src=x onerror=x>",
    '<use href="data:image/svg+xml,x#y"/>', "<listing>&lt;img onerror=x&gt;</listing>",
))  # fmt: skip
_broken = st.sampled_from((
    "<", ">", "</", "<p", "<p <b", "</p>", "</div>", "</div></div>", "</table>", "</td>", "<td>",
    "<tr>", "<li>", "</li>", "</ul>", "<table>", "<b><p></b></p>", "<a href='", '<a href="x', "&",
    "&#", "&#0;", "&#xD800;", "&#99999999;", "&bogus;", "<!", "<!-", "<!--", "<!DOCTYPE html>", "]]>",
    "<h2><p>", "</h2>", "<table><table><tr>", "<a><a>", "<1>", "<a/b>", "< p>", "<p/>", "<br></br>",
    "\x01", "\u2028", "\ufeff", "\ufffe", "\U0001f600", "<p\n\t>", "<P CLASS=X>", '<p a="b"c="d">',
    "<dl><dt>§<dd>§", "<caption>§", "<option>§", "<summary>§", "<details>", "</details>", "<o:p>§</o:p>",
    "{{ x }}", "{% raw %}", "<tbody>", "<th>§", "<ol start=''>", "<frame>", "<col>", "</br>", "</p >",
))  # fmt: skip
_opened = st.builds(
    lambda tag, x: f"<{tag}{x}>",
    st.sampled_from(("div", "p", "b", "a", "ul", "ol", "li", "table", "tr", "td", "span", "h2",
                     "blockquote", "details", "svg", "form", "button", "select", "title", "iframe")),
    _attributes,
)  # fmt: skip
#: Anything: pieces of HTML in any order, closed or not.
any_html = quiet(
    st.lists(
        st.one_of(
            visible_html,
            _hidden,
            _hidden,
            _broken,
            _broken,
            _opened,
            st.text(max_size=12),
            _frame,
            _leaf,
        ),
        max_size=9,
    ).map("".join)
)
#: Single parts, for other grammars.
phrase, link_address, text, attributes = quiet(_phrase), _address, _text, _attributes


def numbered(source: str) -> str:
    """The source with a word of its own at every place of one."""
    numbers = count()
    return re.sub("§", lambda _: f"w{next(numbers)}x", source)
