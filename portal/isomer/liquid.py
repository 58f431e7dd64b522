"""The few Liquid forms that occur in bodies; the line structure of the text is kept."""

import re

_OUTPUT = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_TAG = re.compile(r"\{%-?\s*(.*?)\s*-?%\}")
_ADDRESS = re.compile(
    r"""^(?:site\.baseurl\s*\|\s*append:\s*)?["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))$"""
)
_NOTHING = frozenset({"site.baseurl", "site.url", "page.url | relative_url"})
_SILENT_TAGS = ("comment", "endcomment", "raw", "endraw")


def without_liquid(body: str) -> tuple[str, list[tuple[str, int]]]:
    """The body with addresses filled in, and each tag left as it stands with its line."""
    if "{{" not in body and "{%" not in body:
        return body, []
    unknown: list[tuple[str, int]] = []

    def output(match: re.Match) -> str:
        expression = match.group(1)
        if expression in _NOTHING:
            return ""
        if address := _ADDRESS.match(expression):
            return address.group(1)
        return keep(match)

    def tag(match: re.Match) -> str:
        return "" if match.group(1) in _SILENT_TAGS else keep(match)

    def keep(match: re.Match) -> str:
        unknown.append((match.group()[:120], match.string.count("\n", 0, match.start()) + 1))
        return match.group()

    return _TAG.sub(tag, _OUTPUT.sub(output, body)), unknown
