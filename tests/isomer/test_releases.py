"""What a press release has besides its text: dateline, numbers, contacts."""

import pytest

from portal.isomer import release
from portal.isomer.converter import assemble, convert, finish

JO = release.ContactData(
    "Jo Tan", "Pilot", "Harbour Office", "+65 6000 0000", "mobile", "jo@x.example"
)


def taken_apart(html):
    conversion = convert(html)
    conversion.blocks, heading, contacts = release.take_contacts(
        conversion.blocks, conversion.notes
    )
    blocks = finish(conversion, "")
    dateline = release.take_dateline(blocks, conversion.notes)
    numbering = release.take_numbers(blocks, conversion.notes)
    codes = {str(note.code) for note in conversion.notes.all()}
    return assemble(blocks, release=True), dateline, numbering, heading, contacts, codes


@pytest.mark.parametrize(
    ("start", "dateline", "text"),
    [
        ("Barcelona – Ships", "Barcelona", "Ships"),
        ("SINGAPORE, 5 May 2020 — Ships", "SINGAPORE, 5 May 2020", "Ships"),
        ("<b>New York</b> - Ships", "New York", "Ships"),
        ("The plan is old – very old", "", "The plan is old – very old"),
        ("Ships–boats", "", "Ships–boats"),
        ("SINGAPORE, Wednesday, 5 May 2020 – Ships", "SINGAPORE, Wednesday, 5 May 2020", "Ships"),
        ("COVID-19 – What to do", "", "COVID-19 – What to do"),
        ("Budget 2024 – The plan", "", "Budget 2024 – The plan"),
        ("Mr Tan – Head of the port – said", "", "Mr Tan – Head of the port – said"),
        ("Pilots – who sail – met", "", "Pilots – who sail – met"),
        (
            '<a href="/x">Singapore</a> – Ships',
            "",
            '<a href="/x" data-line="1">Singapore</a> – Ships',
        ),
    ],
)
def test_dateline(start, dateline, text):
    body, found, *_ = taken_apart(f"<p>{start}</p>")
    assert found == dateline
    assert body[0]["value"]["text"] == f"<p>{text}</p>"


def numbers(body):
    return [
        (block["value"]["number"], block["value"]["unnumbered"])
        for block in body
        if block["type"] == "paragraph"
    ]


@pytest.mark.parametrize(
    ("html", "numbering", "expected"),
    [
        ("<p>a</p><h2>x</h2><p>2. b</p><p>3. c</p>", "after_first", [(None, False)] * 3),
        ("<p>1. a</p><p>2. b</p>", "all", [(None, False)] * 2),
        ("<p>a</p><p>b</p>", "none", [(None, False)] * 2),
        ("<p>a</p><p>1. b</p><p>2. c</p>", "all", [(None, True), (None, False), (None, False)]),
        ("<p>a</p><p>2. b</p><p>x</p><p>3. c</p>", "after_first",
         [(None, False), (None, False), (None, True), (None, False)]),
        ("<p>a</p><p>2. b</p><p>5. c</p>", "after_first", [(None, False), (None, False), (5, False)]),
        ("<p>4. a</p><p>5. b</p>", "all", [(4, False), (None, False)]),
        ("<p>a</p><p>3.5 million</p>", "none", [(None, False)] * 2),
    ],
)  # fmt: skip
def test_numbers_are_made_by_the_page_as_they_were_typed(html, numbering, expected):
    body, _, found, *_ = taken_apart(html)
    assert found == numbering
    assert numbers(body) == expected
    assert not any("2." in str(block["value"]) for block in body)


def test_a_list_is_no_numbered_paragraph():
    body, _, numbering, *_ = taken_apart("<p>a</p><p>2. b</p><ul><li>c</li></ul><p>3. d</p>")
    assert numbering == "after_first"
    assert body[2]["value"] == {"text": "<ul><li>c</li></ul>", "number": None, "unnumbered": False}


CONTACT = (
    "Jo Tan<br>Pilot<br>Harbour Office<br>Mobile: +65 6000 0000<br>"
    'Email: <a href="mailto:jo@x.example">jo@x.example</a>'
)


def test_contacts_are_taken_with_the_line_and_the_words_above_them():
    html = f"<p>a</p><hr><p><b>For media enquiries, please contact:</b></p><p>{CONTACT}</p>"
    body, _, _, heading, contacts, codes = taken_apart(html)
    assert [block["type"] for block in body] == ["paragraph"]
    assert heading == "For media enquiries, please contact:"
    assert contacts == [JO]
    assert {"contacts-moved", "divider-dropped"} <= codes


def test_one_line_to_a_paragraph_and_several_people():
    lines = CONTACT.split("<br>")
    html = "<h2>Media contacts</h2>" + "".join(f"<p>{line}</p>" for line in lines * 2)
    assert taken_apart(html)[4] == [JO, JO]


@pytest.mark.parametrize(
    "lines",
    [
        "Jo Tan<br>DID: 6000 0000",
        "Jo Tan<br>Email: jo@x.example<br>Mobile: 6000 0000",
        "Jo Tan<br>Mobile: 6000 0000<br>Mobile: 6000 0001",
        "Mobile: 6000 0000",
        "Jo Tan",
        "Jo Tan<br>Mobile: ask",
        "Jo Tan<br>Fax: 6000 0000",
        '<a href="https://x.example">Jo Tan</a><br>Mobile: 6000 0000',
    ],
)
def test_contacts_that_are_not_understood_stay_as_text(lines):
    body, _, _, heading, contacts, codes = taken_apart(
        f"<p>a</p><p><b>Media contacts</b></p><p>{lines}</p>"
    )
    assert (heading, contacts) == ("", [])
    assert "contacts-unread" in codes
    assert "Jo Tan" not in lines or "Jo Tan" in body[-1]["value"]["text"]
    assert "6000" not in lines or "6000" in body[-1]["value"]["text"]


def test_a_sentence_about_enquiries_in_the_middle_takes_nothing():
    html = "<p>Press enquiries doubled.</p><p>b</p>"
    assert [b["type"] for b in taken_apart(html)[0]] == ["paragraph", "paragraph"]
