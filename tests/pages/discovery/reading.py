"""Reading sitemaps, each checked against its schema first."""

from pathlib import Path

from django.test import Client
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def assert_valid(root: etree._Element, schema: str) -> None:
    found = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    assert found.validate(root), found.error_log


def fetched(address: str, schema: str = "sitemap.xsd") -> etree._Element:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    root = etree.fromstring(response.content)
    assert_valid(root, schema)
    for link in root.iterfind(".//xhtml:link", NAMES):
        assert_valid(link, "link.xsd")
    return root


def locations(root: etree._Element) -> dict[str, str | None]:
    """The instants of change by their addresses."""
    return {
        entry.findtext("s:loc", namespaces=NAMES): entry.findtext("s:lastmod", namespaces=NAMES)
        for entry in root
    }


def everything() -> dict[str, str | None]:
    """What the sitemaps of the default site name, all together."""
    found: dict[str, str | None] = {}
    for address in locations(fetched("/sitemap.xml", "siteindex.xsd")):
        found |= locations(fetched(address.removeprefix("http://localhost")))
    return found
