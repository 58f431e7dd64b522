"""Long facets: the first options stand open, the rest behind a disclosure that needs no script."""

import pytest
from django.template.loader import render_to_string
from lxml import html


def facet(count: int, chosen: int | None = None) -> dict:
    options = [
        {"label": f"Topic {number}", "value": str(number), "count": 1, "url": f"?topic={number}",
         "is_selected": number == chosen}
        for number in range(count)
    ]  # fmt: skip
    return {"name": "topic", "label": "Topic", "options": options}


def shown(facets: list[dict]):
    page = html.fromstring(render_to_string("components/facets.html", {"facets": facets}))
    inner = page.xpath("//details[@class='facet-rest']")
    return len(page.xpath("//div[@class='facet']/ul/li")), inner[0] if inner else None


@pytest.mark.parametrize("count", [1, 8])
def test_a_short_facet_stands_open(count: int) -> None:
    assert shown([facet(count)]) == (count, None)


def test_a_long_facet_hides_the_rest() -> None:
    standing, rest = shown([facet(30)])

    assert standing == 6
    assert len(rest.findall(".//li")) == 24
    assert rest.get("open") is None
    assert " ".join(rest.find("summary").text_content().split()) == "Show 24 more (Topic)"


def test_the_rest_stands_open_when_it_holds_what_was_chosen() -> None:
    assert shown([facet(30, chosen=29)])[1].get("open") is not None
    assert shown([facet(30, chosen=2)])[1].get("open") is None
