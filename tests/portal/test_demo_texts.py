"""What the demo is made of: invented, described, light, and never said twice."""

import re
from collections import Counter
from pathlib import Path

import fixtures
from fixtures.demo import texts

DEMO = Path(fixtures.__file__).parent / "demo"
PICTURES = DEMO / "images"


def everything_written() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("texts", "files")
        for path in sorted((DEMO / folder).rglob("*"))
        if path.suffix in (".yaml", ".txt", ".csv")
    )


def test_nobody_real_can_be_reached() -> None:
    written = everything_written()
    addresses = re.findall(r"[\w.+-]+@([\w.-]+\w)", written)
    assert addresses and all(address.endswith(".example") for address in addresses)
    numbers = re.findall(r"\+\d[\d ]{6,}\d", written)
    assert numbers and all(re.fullmatch(r"\+999 5550 01\d\d", number) for number in numbers)
    hosts = set(re.findall(r"https?://([\w.-]+)", written))
    real = {host for host in hosts if not host.endswith(".example")}
    assert real == {"www.youtube.com", "www.google.com", "www.openstreetmap.org"}


def test_pictures_are_described_and_light() -> None:
    described = {name: fields["alt"] for name, fields in texts.read("library")["images"].items()}
    assert all(described.values())
    assert {path.stem for path in PICTURES.iterdir()} == described.keys()
    sizes = [path.stat().st_size for path in PICTURES.iterdir()]
    assert max(sizes) <= 150 * 1024
    assert sum(sizes) <= 4 * 1024 * 1024


def test_no_paragraph_of_the_newsroom_is_used_twice() -> None:
    paragraphs = Counter(
        " ".join(paragraph.split())
        for item in texts.items()
        for entry in item.get("body", [])
        if isinstance(entry, str) and not entry.startswith("##") and entry != "divider"
        for paragraph in entry.split("\n\n")
    )
    assert len(paragraphs) > 120
    assert [text for text, count in paragraphs.items() if count > 1] == []


def test_releases_and_articles_have_lengths_of_their_own() -> None:
    counts = [
        sum(len(str(entry).split()) for entry in item["body"])
        for item in texts.items()
        if "body" in item
    ]
    assert min(counts) > 100 and max(counts) < 500
    assert len(set(counts)) > 20
