"""Bodies of generated posts: sentences from word lists, constructs as often as real sites have them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = _words(
    "lantern beacon jetty ferry signal harbour orchard bridge ledger compass bakery library garden "
    "market workshop canal station tower kettle archive meadow quarry depot studio nursery"
)
_NOUNS = _words(
    "lantern keeper plan ferry signal visitor engineer bridge ledger compass teacher garden reader "
    "workshop canal platform map kettle record meadow volunteer depot programme scheme grant survey"
)
_VERBS = _words(
    "opened measured repaired described shared carried tested found moved welcomed counted joined "
    "painted explained replaced supported renewed drew planned kept"
)
_ADJECTIVES = _words(
    "quiet northern early careful bright second wooden public steady new patient shared open broad "
    "local modest yearly lively former useful"
)
_ENDS = (
    "before the rain came", "on behalf of every street", "with a little help", "at half past nine",
    "for the third year running", "and nobody minded", "as the council’s report says",
    "in all 27 districts", "without asking for more", "while the tide was low",
)  # fmt: skip
HOSTS = ("https://www.example.org/", "https://data.example.net/", "http://old.example.com/")


@dataclass
class Surroundings:
    """What a body may refer to."""

    links: list[str]
    files: list[str]
    host: str
    images: list[str] = field(default_factory=list)
    """Pictures of this post; each is used once."""


class Writer:
    """Writes one body; the same random source gives the same body."""

    def __init__(self, chance: random.Random, around: Surroundings):
        self.chance = chance
        self.around = around
        self.spare = list(around.images)

    def often(self, probability: float) -> bool:
        return self.chance.random() < probability

    def sentence(self) -> str:
        pick = self.chance.choice
        words = (
            f"The {pick(_ADJECTIVES)} {pick(_NOUNS)} {pick(_VERBS)} the {pick(_ADJECTIVES)} "
            f"{pick(_NOUNS)} and the {pick(_NOUNS)}"
        )
        return f"{words} {pick(_ENDS)}." if self.often(0.6) else f"{words}."

    def text(self, low: int = 2, high: int = 6) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(low, high)))

    def title(self) -> str:
        pick = self.chance.choice
        return f"{pick(_ADJECTIVES).title()} {pick(NAMES)} for the {pick(_NOUNS)}"

    def address(self) -> str:
        """Where a link leads, with the shares of real sites."""
        pick, lot = self.chance.choice, self.chance.random()
        if lot < 0.42:
            return f"{pick(HOSTS)}{pick(NAMES)}/{self.chance.randint(1, 999)}"
        if lot < 0.64:
            return pick(self.around.links)
        if lot < 0.68:
            return self.around.host + pick(self.around.links)
        if lot < 0.82:
            return pick(self.around.files)
        if lot < 0.95:
            return f"#{pick(NAMES)}"
        return pick((f"/gone/{pick(NAMES)}/", "office@example.org", "www.example.org", ""))

    def picture(self) -> str:
        """The next picture's address; empty when the post has no other."""
        return self.spare.pop() if self.spare else ""

    def inline(self) -> str:
        """A paragraph's HTML."""
        parts = [self.text(1, 3)]
        if self.often(0.35):
            parts.append(f'<a href="{self.address()}" rel="noopener">{self.title()}</a>.')
        if self.often(0.3):
            parts.append(f"<strong>{self.sentence()}</strong>")
        if self.often(0.1):
            parts.append(f"The 2<sup>nd</sup> of <u>{self.chance.randint(10, 900)}</u>&nbsp;rows.")
        if self.often(0.15):
            parts.append(f"<br>{self.sentence()}")
        parts.append(self.text(0, 2))
        return " ".join(part for part in parts if part)

    def table(self, rows: int = 5) -> str:
        lines = ["<table><tbody>", '<tr><th colspan="2">What</th><th>When</th></tr>']
        for row in range(rows):
            first = f'<td rowspan="{rows}">{self.title()}</td>' if row == 0 else ""
            lines.append(
                f"<tr>{first}<td><p>{self.sentence()}</p></td><td>{2000 + row}<br>{row}</td></tr>"
            )
        return "\n".join([*lines, "</tbody></table>"])

    def cards(self) -> str:
        cards = "".join(
            f'<a class="isomer-card" href="{self.address()}"><div class="isomer-card-body">'
            f'<div class="isomer-card-title">{self.title()}</div>'
            f'<div class="isomer-card-description">{self.sentence()}</div>'
            '<div class="isomer-card-link">Read on</div></div></a>'
            for _ in range(self.chance.randint(2, 6))
        )
        return f'<div class="isomer-card-grid">{cards}</div>'

    def accordions(self) -> str:
        items = "".join(
            f'<details class="isomer-details"><summary>{self.title()}</summary>'
            f'<div data-type="detailsContent" class="isomer-details-content"><p>{self.inline()}</p>'
            "</div></details>"
            for _ in range(self.chance.randint(2, 5))
        )
        return f'<div class="isomer-accordion isomer-accordion-white">{items}</div>'

    def frame(self) -> str:
        number = self.chance.randint(10**9, 10**10)
        address = self.chance.choice((
            f"https://www.youtube.com/embed/a{number}",
            f"https://player.vimeo.com/video/{number}",
            f"https://form.gov.sg/{number:024d}",
            f"https://frames.example.net/{number}",
        ))  # fmt: skip
        return f'<div class="iframe-wrapper"><iframe src="{address}" height="315"></iframe></div>'


def html_body(writer: Writer, size: int) -> str:
    """A body as the rich editor writes it, of about `size` characters."""
    w = writer
    extras: list[tuple[float, Callable[[], str]]] = [
        (0.24, lambda: f"<h2>{w.title()}</h2>"),
        (0.1, lambda: f"<h4><strong>{w.title()}</strong></h4>"),
        (0.1, lambda: "<p></p>"),
        (0.2, lambda: f'<p style="text-align: justify">{w.inline()}</p>'),
        (0.17, lambda: _list(w, "ul")),
        (0.1, lambda: _list(w, "ol")),
        (0.05, w.table),
        (0.03, w.frame),
        (0.02, w.cards),
        (0.02, w.accordions),
        (0.03, lambda: f"<blockquote><p>{w.sentence()}</p></blockquote>"),
        (0.03, lambda: "<hr>"),
        (0.04, lambda: f'<h3 id="{w.chance.choice(NAMES)}">{w.title()}</h3>'),
        (0.05, lambda: f"<p><strong>{w.title()}</strong></p>"),
        (0.02, lambda: "".join(f"<p>• {w.sentence()}</p>" for _ in range(3))),
    ]
    parts = [f"<p>{w.inline()}</p>"]
    while sum(map(len, parts)) < size:
        if src := w.picture():
            alt = w.title() if w.often(0.5) else ""
            parts.append(
                '<div class="isomer-image-wrapper">'
                f'<img style="width: 100%" height="auto" src="{src}" alt="{alt}"></div>'
            )
        parts += [make() for share, make in extras if w.often(share)]
        parts.append(f"<p>{w.inline()}</p>")
    return "".join(parts) + "\n"


def _list(writer: Writer, tag: str) -> str:
    start = f' start="{writer.chance.randint(2, 9)}"' if writer.often(0.3) and tag == "ol" else ""
    items = "".join(
        f"<li><p>{writer.inline()}</p></li>" for _ in range(writer.chance.randint(2, 6))
    )
    return f'<{tag}{start} data-tight="true" class="tight">{items}</{tag}>'


def markdown_body(writer: Writer, size: int) -> str:
    """A Markdown body as communications officers write it, of about `size` characters."""
    w = writer
    extras: list[tuple[float, Callable[[], str]]] = [
        (0.2, lambda: f"{'#' * w.chance.randint(1, 4)} {w.title()}"),
        (0.06, lambda: f"####{w.title()}"),
        (0.04, lambda: f"{w.title()}\n{w.chance.choice('-=') * 12}"),
        (0.17, lambda: "\n".join(f"{n}. {w.text(1, 2)}" for n in range(1, 5))),
        (0.12, lambda: f'{w.chance.randint(2, 40)}. {w.text()}\n{{:start="3"}}'),
        (0.06, lambda: f"{w.chance.randint(2, 40)}\\. {w.text()}"),
        (0.15, lambda: "\n".join(f"* {w.text(1, 1)}" for _ in range(4))),
        (0.15, lambda: f"{w.sentence()}  \n{w.sentence()}<br>{w.sentence()}"),
        (0.3, lambda: f"See [{w.title()}]({w.address()}) for more. {w.text()}"),
        (0.05, lambda: f'[{w.title()}]({w.address()}){{:target="_blank"}}'),
        (
            0.02,
            lambda: f"| {w.title()} | When |\n| --- | :-: |\n| {w.sentence()} | 2020 |\n| x | y |",
        ),
        (0.03, w.table),
        (0.03, w.frame),
        (0.03, lambda: f'<div class="bp-youtube">{w.frame()}</div>'),
        (0.02, lambda: f"> {w.sentence()}\n> {w.sentence()}"),
        (0.02, lambda: f"{w.sentence()}[^{w.chance.randint(1, 3)}]"),
        (0.02, lambda: "---"),
        (0.03, lambda: f"**{w.title()}**"),
        (0.01, lambda: f"[a page]({{{{ site.baseurl }}}}{w.chance.choice(w.around.links)})"),
        (
            0.02,
            lambda: f"<p style='margin:0'>{w.inline()}</p>\n<style>.x {{ color: red; }}</style>",
        ),
    ]
    parts = [w.text()]
    while sum(map(len, parts)) < size:
        if src := w.picture():
            parts.append(f"![{w.title() if w.often(0.5) else ''}]({src})")
        parts += [make() for share, make in extras if w.often(share)]
        parts.append(w.text())
    parts += [f"[^{number}]: {w.sentence()}" for number in (1, 2, 3)]
    return "\n\n".join(parts) + "\n"
