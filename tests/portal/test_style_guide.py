"""The style guide: every block in every look, with what visitors get around it."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail import blocks

from fixtures import factories
from fixtures.factories.releases import person
from portal.delivery.headers import public_policy
from portal.style_guide import specimens as catalogue
from portal.style_guide import tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    factories.HomePageFactory(site_root=True)
    client.force_login(person("Editors"))
    return client


def page_of(client: Client):
    response = client.get(reverse("style_guide"))
    assert response.status_code == 200
    return html.fromstring(response.content)


def test_visitors_are_sent_to_the_log_in(client: Client) -> None:
    answer = client.get(reverse("style_guide"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_it_is_under_reports(editor: Client) -> None:
    assert reverse("style_guide") in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_it_has_the_policy_of_the_public_site(editor: Client) -> None:
    policy = editor.get(reverse("style_guide"))["Content-Security-Policy"]

    told = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert told["style-src"] == "'self'"
    assert set(told) == {name for name, sources in public_policy().items() if sources}


def test_every_block_is_shown_in_every_look(editor: Client) -> None:
    page = page_of(editor)

    for stream in catalogue.STREAMS:
        for name, block in stream().child_blocks.items():
            looks = page.xpath(f"//*[@class='block-{name}']")
            choices = [
                len([value for value, _ in child.field.choices if value != ""])
                for child in getattr(block, "child_blocks", {}).values()
                if isinstance(child, blocks.ChoiceBlock)
            ]
            assert len(looks) >= max(1, sum(choices)), name


def test_a_new_block_comes_by_itself(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Shout(blocks.StructBlock):
        words = blocks.CharBlock()
        tone = blocks.ChoiceBlock(choices=[("loud", "Loud"), ("soft", "Soft")], default="loud")

        class Meta:
            label = "Shout"
            preview_value = {"words": "Hear ye", "tone": "loud"}

    class Story(blocks.StreamBlock):
        shout = Shout(group="Text")

    monkeypatch.setattr(catalogue, "STREAMS", (*catalogue.STREAMS, Story))

    page = page_of(editor)

    assert len(page.xpath("//*[@class='block-shout']")) == 2
    assert "Tone: Soft" in page.text_content()
    assert page.xpath("//h2[@id='block-shout']")


def test_every_token_is_shown(editor: Client) -> None:
    page = page_of(editor)

    shown = set(page.xpath("//@data-token"))
    known = set(tokens.tokens())
    assert set(tokens.colours()) <= shown <= known
    assert {pair.front for pair in tokens.PAIRS} | {pair.ground for pair in tokens.PAIRS} <= known
    assert {"--step-5", "--space-9", "--accent"} <= shown


def test_no_name_is_given_twice(editor: Client) -> None:
    names = page_of(editor).xpath("//@id")

    assert sorted(names) == sorted(set(names))
