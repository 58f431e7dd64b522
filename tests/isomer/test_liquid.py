"""The Liquid of bodies: what is known is filled in, everything else is told."""

import time

import pytest

from portal.isomer.liquid import LiquidContext, without_liquid

INCLUDES = {
    "note.html": '<div class="note">\n<p>{{ include.text }}</p>\n</div>\n',
    "outer.html": '{% include note.html text="Inner" %}',
    "round.html": "{% include round.html %}",
    "markdown.md": "one\n\ntwo",
    "strange.html": "{% assign a = 1 %}",
}
CONTEXT = LiquidContext(
    site={"title": "Harbour Office", "url": "https://harbour.example", "baseurl": ""},
    page={"title": "Berths", "order": 3, "tags": ["a"]},
    include=INCLUDES.get,
    address_of=lambda kind, name: {"pages/berths.md": "/berths/"}.get(name),
)


def filled(body: str, context: LiquidContext = CONTEXT) -> str:
    text, unknown = without_liquid(body, context)
    assert unknown == []
    return text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
        ("{{ site.title }}: {{page.title}} {{ page.order }}", "Harbour Office: Berths 3"),
        ('{{ "/files/a.pdf" | relative_url }}', "/files/a.pdf"),
        ("{{ 'files/a.pdf' | absolute_url }}", "https://harbour.example/files/a.pdf"),
        ("{{ '/a' | prepend: site.baseurl | prepend: site.url }}", "https://harbour.example/a"),
        ("{{ page.title | append: ' | x' | upcase }}", "BERTHS | X"),
        ("a {{- page.title -}} b", "aBerthsb"),
        ("{% raw %}{{ page.title }}{% endraw %}", "{{ page.title }}"),
        ("a{% comment %}\nhidden {{ x }}\n{% endcomment %}b", "a\n\nb"),
        ("[a]({% link pages/berths.md %})", "[a](/berths/)"),
        (
            "{% include note.html text='Mind the gap' %}",
            '<div class="note"> <p>Mind the gap</p> </div>',
        ),
        ("{% include note.html text=page.title %}", '<div class="note"> <p>Berths</p> </div>'),
        ("{% include note.html %}", '<div class="note"> <p></p> </div>'),
        ("{% include outer.html %}", '<div class="note"> <p>Inner</p> </div>'),
        ("{% include markdown.md %}", "one\n\ntwo"),
    ],
)
def test_known_values(body, expected):
    assert filled(body) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "{{ site.data.people }}",
        "{{ page.unknown }}",
        "{{ page.tags }}",
        "{{ page.title | slugify }}",
        "{% include missing.html %}",
        "{% include {{ page.title }}.html %}",
        "{% post_url 2020-01-01-nothing %}",
        "{% if page.title %}",
        "{% raw %}",
        "{{ include.text }}",
    ],
)
def test_what_is_not_known_stays_and_is_told_with_its_line(tag):
    body = f"first\n\n{tag} last"
    text, unknown = without_liquid(body, CONTEXT)
    assert text == body
    assert unknown and unknown[0][1] == 3
    assert unknown[0][0] in body


def test_a_tag_inside_an_include_is_told_where_the_include_stands():
    text, unknown = without_liquid("a\n{% include strange.html %}", CONTEXT)
    assert (text, unknown) == ("a\n{% assign a = 1 %}", [("{% assign a = 1 %}", 2)])


def test_an_include_of_itself_ends():
    text, unknown = without_liquid("{% include round.html %}", CONTEXT)
    assert text == "{% include round.html %}"
    assert len(unknown) == 1


def test_includes_that_multiply_end():
    many = LiquidContext(include=lambda name: "{% include a.html %}" * 1000 + "x" * 1000)
    text, _ = without_liquid("{% include a.html %}", many)
    assert len(text) < 3_000_000


def test_values_are_not_read_again():
    context = LiquidContext(page={"title": "{{ page.title }}"})
    assert without_liquid("{{ page.title }}", context) == ("{{ page.title }}", [])


def test_without_a_context_only_addresses_are_filled_in():
    assert without_liquid("{{ site.baseurl }}{{ '/a' | relative_url }} {{ site.title }}") == (
        "/a {{ site.title }}",
        [("{{ site.title }}", 1)],
    )


@pytest.mark.parametrize("piece", ["{{", "{% ", "{{ a | ", "{% raw %}", "{{ 'a' | b: ", "{{ a\n"])
def test_time_grows_with_the_length_alone(piece):
    begun = time.process_time()
    without_liquid(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 5
