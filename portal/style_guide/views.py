"""The page itself, with the frame, the style sheets and the strict policy of the public site."""

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.outline import Entry
from portal.delivery.headers import public_policy
from portal.style_guide import tokens
from portal.style_guide.parts import parts
from portal.style_guide.specimens import specimens

SECTIONS = (
    ("colours", "Colours"),
    ("type", "Type and space"),
    ("buttons", "Buttons and links"),
    ("labels", "Labels"),
    ("notices", "Notices"),
    ("cards", "Cards"),
    ("entries", "Entries of a list"),
    ("facets", "Facets and search"),
    ("pagination", "Pagination"),
    ("empty", "Empty states"),
    ("ways", "Ways around a page"),
    ("after", "After publication"),
    ("people", "People and files"),
    ("icons", "Icons"),
)


@csp(public_policy())
def index(request: HttpRequest) -> HttpResponse:
    """Everything the public site is made of, as visitors see it."""
    blocks = specimens()
    contents = [Entry(title, 2, name) for name, title in SECTIONS]
    contents += [Entry(block.label, 2, block.anchor) for block in blocks]
    return render(
        request,
        "style_guide/index.html",
        {
            **parts(request),
            "contents": contents,
            "colours": tokens.colours(),
            "pairs": tokens.PAIRS,
            "steps": tokens.beginning("--step"),
            "spaces": tokens.beginning("--space"),
            "blocks": blocks,
        },
    )
