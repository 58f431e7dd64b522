"""Every address that a page of the showcase names on this site answers, and every anchor exists."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from tests.delivered.conftest import Delivery, own_address
from tests.delivered.document import Document, parse

SVG = "{http://www.w3.org/2000/svg}"


def addresses(page: Document) -> Iterator[str]:
    """Every address in a page, of links, pictures, styles and scripts."""
    for element in page.all():
        for attribute in ("href", "src", "action", "poster", "data-src"):
            if (value := element.get(attribute)) is not None:
                yield value
        for entry in (element.get("srcset") or "").split(","):
            yield from entry.split()[:1]
        if element.tag == "meta" and element.get("property") in ("og:url", "og:image"):
            yield element.get("content", "")


def faults(delivery: Delivery, pages: dict[str, str]) -> Iterator[str]:
    """What a page at a path names in vain."""
    asked: dict[str, str] = {}
    anchors: dict[str, set[str]] = {}
    for path, html in pages.items():
        for address in addresses(parse(html)):
            if (own := own_address(path, address)) is None:
                continue
            parts = urlsplit(own)
            target = parts._replace(fragment="").geturl()
            if target not in asked:
                asked[target] = _answer(delivery, target, anchors)
            if asked[target]:
                yield f"{path} names {address}: {asked[target]}"
            elif parts.fragment and unquote(parts.fragment) not in anchors.get(target, {"top"}):
                yield f"{path} names {address}: there is no such place"


def _answer(delivery: Delivery, target: str, anchors: dict[str, set[str]]) -> str:
    """What is wrong with the answer; fills `anchors` with the places in it."""
    response = delivery.get(target)
    if response.status_code in (301, 302, 308):
        onward = own_address(target, response["Location"])
        if onward is None:
            return ""
        response = delivery.get(onward)
    if response.status_code != 200:
        return str(response.status_code)
    kind = response["Content-Type"].partition(";")[0]
    body = b"".join(response) if response.streaming else response.content
    if kind in ("text/html", "image/svg+xml"):
        anchors[target] = set(parse(body.decode()).ids())
    return ""


def test_every_address_on_every_page_answers(delivery: Delivery) -> None:
    pages = {path: delivery.get(path).content.decode() for path in delivery.paths.values()}

    assert sorted(set(faults(delivery, pages))) == []


def test_what_leads_nowhere_is_seen(delivery: Delivery) -> None:
    path = delivery.paths["search"]
    html = '<a href="/gone/">1</a> <a href="#gone">2</a> <img src="/_media/gone.jpg">'

    assert len(list(faults(delivery, {path: html}))) == 3


def test_a_page_is_found_from_the_home_page(delivery: Delivery) -> None:
    """Whoever starts at the home page and follows links comes to every page."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        response = delivery.get(path)
        if not response["Content-Type"].startswith("text/html"):
            continue
        for element in parse(response.content.decode()).all("a", f"{SVG}a"):
            own = own_address(path, element.get("href", ""))
            target = urlsplit(own)._replace(query="", fragment="").geturl() if own else ""
            if own and target not in seen and not target.startswith(("/documents/", "/_")):
                seen.add(target)
                waiting.append(target)

    paths = {urlsplit(path).path for name, path in delivery.paths.items() if "film" not in name}
    assert paths <= seen
