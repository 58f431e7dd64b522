"""Texts and query strings that nobody would write on purpose, the same ones each time."""

import random
from urllib.parse import quote, quote_from_bytes

PIECES = [
    '"', "'", "’", "“", "”", "«", "\\", "%", "%%", "%s", "{}", "{0}", "_", "(", ")", "((", "*", "a*", "a:b", "title:a",
    "{title} : a", "^a", "-a", "+a", "!a", "&", "|", "<->", "a<2>b", ":*", "a:A", "AND", "OR", "NOT", "NEAR(a b, 3)",
    "\x00", "\x1a", "\u2028", "\ud800", "\udfff", "\ufeff", "\u200d", "\u202e", "\U0010ffff", "🌊",
    "👩‍👩‍👧", "<script>",
    "</mark>", "&amp;", "' OR 1=1 --", "; DROP TABLE pages_searchentry", "$$", "?1", "harbour", "HARBOUR", "harbuor",
    "e-mail", "a-b-c-d-e-f", "--", "- -", "’s", "''''", "o'", "café", "cafe\u0301", "\u0301\u0301", "ß", "İ", "ﬁ", "²",
    "½", "①", "海港", "海", "ひらがな", "한국어", "தமிழ்", "ி", "ภาษาไทย", "العربية", "עברית", "ñandú", "1e9999", "NaN",
    "3.14", "1,000,000", "0x00", "a" * 70, "a" * 5000, "海" * 300, " ", "\t", "\r\n", "x y z " * 60, "the", "of", "s",
]  # fmt: skip
PAGES = [
    "",
    "0",
    "-1",
    "1",
    "2",
    "last",
    "9" * 40,
    "9" * 5000,
    "1.5",
    "１",
    "\x00",
    "²",
    "a" * 300,
    "1e3",
]
KINDS = ["", "page", "Page", "nonsense", "\x00", "\ud800", "a" * 5000, "%", "'", "news"]
YEARS = ["", "2026", "0", "-1", "99999999999999999999", "２０２６", "\x00", "x"]
#: Query strings that no form makes: broken bytes and percents, repeated names, arrays, too many.
BROKEN = [
    "q=%ff%fe", "q=%", "q=%zz", "q=%c3", "q=%ed%a0%80", "q=%f5%80%80%80", "q=%u6d77", "q=%%00", "q", "=", "&&&",
    "q=a&q=b&q=c", "q[]=a&q[]=b", "q[0]=a", "q[a][b]=c", "q=a;page=2", "%00=%00", "%71=harbour", "q=a#b", "q=+++",
    "page=1&page=2", "page[]=1", "kind[]=news&kind=page", "year=2026&year=2025&year=", "topic=%2e%2e%2f", "?q=?",
    "q=harbour&utm_source=x&fbclid=" + "y" * 500, "q=" + "%20" * 900, "q=" + "%E6%B5%B7" * 400,
    "&".join(f"q{number}=x" for number in range(1200)), "q=a" * 600, "q=\xff\xfe", "q=\x00", "q=a b<c>\"d'",
]  # fmt: skip


def texts(count: int, seed: int) -> list[str]:
    """Pieces on their own first, then put together at random, the same ones each time."""
    chance = random.Random(seed)
    made = [
        chance.choice(["", " ", '"']).join(chance.choices(PIECES, k=chance.randint(1, 8)))
        for _ in range(count - len(PIECES))
    ]
    return [*PIECES, *made]


def address(chance: random.Random, text: str) -> str:
    """A query string with this text in it, and anything in every other parameter."""
    parts = [f"q={_quoted(text)}"]
    for name, values in (("page", PAGES), ("kind", KINDS), ("year", YEARS), ("topic", KINDS)):
        for value in chance.choices([*values, text], k=chance.choice([0, 0, 1, 2])):
            parts.append(f"{name}={_quoted(value)}")
    if chance.random() < 0.2:
        parts.append(chance.choice(BROKEN))
    if chance.random() < 0.1:
        parts.append(f"q={quote_from_bytes(chance.randbytes(chance.randint(1, 30)))}")
    chance.shuffle(parts)
    return "&".join(parts)


def addresses(count: int, seed: int) -> list[str]:
    """What is broken in itself first, then every piece and its like inside an address."""
    chance = random.Random(seed)
    made = [address(chance, text) for text in texts(max(count - len(BROKEN), 0), seed + 1)]
    return [*BROKEN, *made][:count]


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))
