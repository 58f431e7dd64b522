"""`#Heading` without a space: a heading that the old site showed with its sign."""

import pytest

from portal.isomer.markdown import to_html


@pytest.mark.parametrize(
    ("source", "heading"),
    [
        ("#Fees", "Fees"),
        ("##How to get there", "How to get there"),
        ("### Already one", "Already one"),
        ("#“Day and night”", "“Day and night”"),
        ("#费用", "费用"),
    ],
)
def test_a_heading(blocks_of, source, heading):
    found = blocks_of(to_html(f"{source}\n\nWords.\n"), "Other", markdown=True)
    assert [block["type"] for block in found] == ["heading", "paragraph"]
    assert found[0]["value"]["text"] == heading


@pytest.mark.parametrize(
    "source",
    [
        "#harbour",
        "#HarbourLights",
        "#2026",
        "#Harbour #Lights",
        "#We open at nine. Come early.",
        "#1 in the country",
        f"#{'Long words ' * 20}",
        "#[Fees](/fees/)",
        "#######Seven",
    ],
)
def test_a_hashtag_or_a_text(blocks_of, source):
    found = blocks_of(to_html(f"{source}\n\nWords.\n"), "Other", markdown=True)
    assert {block["type"] for block in found} == {"paragraph"}
    assert "#" in found[0]["value"]


def test_html_has_hashtags_only(blocks_of):
    assert blocks_of("<p>#Fees</p><p>Words.</p>", "Other")[0]["type"] == "paragraph"


def test_it_is_reported_and_a_repeated_title_goes(warnings_of):
    told = warnings_of("#Bicycles\n\nWords.\n", "Bicycles", markdown=True, first_line=5)
    assert [(code, line) for code, _, line in told] == [
        ("heading-repeats-title", 5),
        ("sign-heading", 5),
    ]
