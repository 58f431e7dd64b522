"""Home and contact pages in every form: no word, link or picture gets lost unnoticed."""

import pytest
from bs4 import BeautifulSoup

from pages.models import ContactPage, HomePage
from tests.isomer.outcome import codes, served
from tests.isomer.repository import picture, words

SECTIONS = """\
  - hero:
      title: Ships welcome
      subtitle: Day and night, <a href="/contact/">ask us</a>
      background: /images/quay.png
      variant: side
      backgroundColor: white
      size: sm
      alignment: left
      dropdown:
        title: I want to
        options:
          - title: Berth a ship
            url: /plan/
          - title: Pay fees
            url: /services/fees/
  - infopic:
      subtitle: Eyebrow one
      title: Picture one
      description: First <i>words</i>
      image: /images/quay.png
      alt: A quay
      button: First button
      url: /plan/
  - infopic:
      subtitle: Only a subtitle
      description: Second words
      image: /images/quay.png
  - infobar:
      description: A bar without a title
      button: Bar button
      url: /services/fees/
  - textcards:
      subtitle: Above the cards
      title: The cards
      description: What the cards are about
      cards:
        - title: Card one
          description: Says <a href="/services/hours">hours</a>
          linktext: To one
          url: /plan/
        - title: Card two
          description: Says more
          image: /images/quay.png
          badge: Fresh
  - infocols:
      title: Columns
      url: /plan/
      linktext: All columns
      infoboxes:
        - title: Column one
          description: Left
        - title: Column two
          description: Right
  - announcements:
      subtitle: Above notices
      title: Notices
      announcement_items:
        - title: Gate closed
          date: 3 March 2024
          announcement: The east gate is closed.
          link_text: See the detour
          link_url: /plan/
        - title: Late
          date: From spring on
          announcement: Late opening.
  - carousel:
      items:
        - title: Slide one
          subtitle: Slide above
          description: Slide words
          image: /images/quay.png
  - timeline:
      heading: Our years
      entries:
        - title: Founded
          detail: A jetty was built
          photo: /images/quay.png
          url: https://tides.example.org/
  - hero:
      title: Another opening
  - resources:
      title: News
"""


@pytest.fixture
def home(make_repository, run_import):
    source = f"---\nlayout: homepage\ntitle: Harbour\npermalink: /\nsections:\n{SECTIONS}---\n"
    report = run_import(make_repository({"index.md": source}))
    main = BeautifulSoup(served("/").content, "lxml").find("main")
    return report, main


def test_every_word_of_the_sections_is_on_the_home_page(home):
    _, main = home
    shown = words(main)
    for phrase in (
        "Ships welcome", "Day and night,", "I want to", "Berth a ship", "Pay fees", "Eyebrow one",
        "Picture one", "First words", "First button", "Only a subtitle", "Second words",
        "A bar without a title", "Bar button", "Above the cards", "The cards",
        "What the cards are about", "Card one", "To one", "Card two", "Says more", "Fresh",
        "Columns", "Column one", "Left", "Column two", "Right", "All columns", "Above notices",
        "Notices", "Gate closed", "The east gate is closed.", "See the detour", "From spring on",
        "Slide one", "Slide above", "Slide words", "Our years", "Founded", "A jetty was built",
        "Another opening", "News",
    ):  # fmt: skip
        assert set(phrase.split()) <= set(shown), phrase


def test_every_link_and_picture_of_the_sections_is_kept(home):
    report, main = home
    links = [link["href"] for link in main.find_all("a", href=True)]
    for address in ("/contact/", "/plan/", "/services/fees/", "/services/hours",
                    "https://tides.example.org/"):  # fmt: skip
        assert address in links, address
    assert links.count("/plan/") >= 5
    item = next(item for item in report.items if item.source == "index.md")
    assert item.images == 6


def test_what_is_unknown_is_named(home):
    report, _ = home
    item = next(item for item in report.items if item.source == "index.md")
    found = [note.detail for note in item.warnings if note.code == "section-unknown"]
    assert found == ["timeline", "second hero"]


@pytest.mark.parametrize(
    "sections",
    [
        "sections: words\n",
        "sections:\n",
        "sections:\n  - hero:\n  - infobar: text\n  - resources: [a, b]\n",
        "sections:\n  - hero: {title: [a], key_highlights: x, dropdown: y}\n",
        "sections:\n  - textcards: {cards: {title: x}}\n  - announcements: {announcement_items: 3}\n",
        "sections:\n  hero:\n    title: A mapping\n",
    ],
)
def test_sections_that_are_not_built_as_usual(make_repository, run_import, sections):
    source = f"---\nlayout: homepage\ntitle: Harbour\n{sections}---\n"
    report = run_import(make_repository({"index.md": source}))
    assert served("/").status_code == 200
    assert "page-failed" not in codes(report, "index.md")


def test_texts_that_are_too_long_follow_their_band(make_repository, run_import):
    long = " ".join(f"word{number}" for number in range(60))
    source = f"---\ntitle: H\nsections:\n  - infobar:\n      title: {long}\n---\n"
    report = run_import(make_repository({"index.md": source}))
    kinds = [block.block_type for block in HomePage.objects.get().body]
    assert kinds == ["info_bar", "paragraph"]
    assert "word59" in served("/").content.decode()
    assert "field-truncated" in codes(report, "index.md")


def test_a_home_page_of_another_layout_shows_its_body(make_repository, run_import):
    run_import(make_repository({"index.md": "---\nlayout: page\ntitle: H\n---\nJust *words*.\n"}))
    assert "Just <i>words</i>." in str(HomePage.objects.get().body)


CONTACT = """\
---
layout: contact_us
title: Contact
permalink: /contact/
agency_name: Harbour Office
locations:
  - title: Main pier
    address: 1 Pier Road
    operating_hours:
      - days: Monday
        time: 9 am to 5 pm
        description: (closed at noon)
      - days: Eve of holidays
        time: %s
    maps_link: maps.example.org/pier
  - title: No address
    operating_hours:
      - days: Always
        time: open
contacts:
  - title: Pilots
    content:
      - phone: 6000 0000
      - email: pilots@harbour.example
      - other: <p>Ring <b>twice</b>, see <a href="/plan/">the plan</a></p>
  - title: Nobody
    content:
      - other: We are out.
---
Come by.
"""


def test_every_word_of_a_contact_page_is_kept(make_repository, run_import):
    long = "from eight in the morning " * 5
    report = run_import(make_repository({"pages/contact.md": CONTACT % long}))
    main = BeautifulSoup(served("/contact/").content, "lxml").find("main")
    shown = set(words(main))
    for phrase in ("Harbour Office", "Main pier", "1 Pier Road", "9 am to 5 pm", "(closed at noon)",
                   "Eve of holidays", "from eight in the morning", "No address", "Always", "open",
                   "Pilots", "6000 0000", "Ring twice, see the plan", "Nobody", "We are out.",
                   "Come by."):  # fmt: skip
        assert {word.strip(":") for word in phrase.split()} <= {w.strip(":") for w in shown}, phrase
    place = ContactPage.objects.get().locations[0].value
    assert place["map_url"] == "https://maps.example.org/pier"
    assert "link-repaired" in codes(report, "pages/contact.md")


def test_a_picture_in_the_carousel_that_is_missing_is_reported(make_repository, run_import):
    source = (
        "---\ntitle: H\nsections:\n  - carousel:\n    - slide:\n        title: One\n"
        "        image: /images/gone.png\n---\n"
    )
    report = run_import(make_repository({"index.md": source, "images/x.png": picture()}))
    assert "image-missing" in codes(report, "index.md")
    assert "One" in served("/").content.decode()
