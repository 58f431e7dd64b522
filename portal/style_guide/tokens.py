"""The design tokens, as `static/css/tokens.css` names them, and the pairs that must be readable."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
#: Tokens that are no colours, by how their names begin.
_OTHERS = (
    "--font", "--step", "--space", "--gutter", "--wide", "--measure", "--side", "--radius",
    "--shadow", "--art",
)  # fmt: skip
TEXT, PART = 4.5, 3.0


@dataclass(frozen=True)
class Pair:
    """Two colours that stand on each other, and the contrast that WCAG 2.2 asks of them."""

    front: str
    ground: str
    minimum: float = TEXT


#: What is written or drawn on what.
PAIRS = (
    Pair("--ink", "--paper"),
    Pair("--ink", "--surface"),
    Pair("--ink", "--tint"),
    Pair("--ink-soft", "--paper"),
    Pair("--ink-soft", "--surface"),
    Pair("--ink-soft", "--raised"),
    Pair("--link", "--paper"),
    Pair("--link", "--surface"),
    Pair("--link", "--tint"),
    Pair("--link-hover", "--paper"),
    Pair("--on-fill", "--fill"),
    Pair("--on-fill", "--fill-hover"),
    Pair("--deep-soft", "--deep"),
    Pair("--info", "--info-tint"),
    Pair("--success", "--success-tint"),
    Pair("--warning", "--warning-tint"),
    Pair("--danger", "--danger-tint"),
    Pair("--danger", "--paper"),
    Pair("--line-strong", "--paper", PART),
    Pair("--focus", "--paper", PART),
)


@cache
def tokens() -> dict[str, str]:
    """Each token with its value in the light scheme, in the order of the file."""
    path = Path(settings.STATICFILES_DIRS[0]) / "css" / "tokens.css"
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    first = text[: text.index("@supports")]
    return {name: " ".join(value.split()) for name, value in _TOKEN.findall(first)}


def beginning(prefix: str) -> list[str]:
    """The names of the tokens that begin like this."""
    return [name for name in tokens() if name.startswith(prefix)]


def colours() -> list[str]:
    """The names of the tokens that are colours."""
    return [name for name in tokens() if not name.startswith(_OTHERS)]
