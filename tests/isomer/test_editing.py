"""What was imported can be edited: forms open, and the editor keeps every word and link."""

import re
from collections.abc import Iterator

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StructValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.blocks import features
from portal.isomer.models import ImportedPage
from tests.isomer.repository import page, words

BODY = """
<h2>Berths</h2><p>They are <b>long</b>, see <a href="/plan/">the plan</a>,
<a href="/files/form.txt">the form</a> and <i>H<sub>2</sub>O, <a href="https://x.example/">x</a></i>.</p>
<ul><li>one<ul><li>two</li></ul></li></ul><ol><li>three<br>four</li></ol>
<table><tr><th>a</th><th>b</th></tr><tr><td>c <img src="/images/quay.png" alt="A > quay"> d</td>
<td><ul><li>e <img src="/images/quay.png" alt="f"></li></ul></td></tr></table>
<blockquote><p>We dig.</p></blockquote><p>- The <a href="/plan/">master</a></p>
<details><summary>g</summary><p>h</p></details>
<div class="isomer-card-grid"><a class="isomer-card" href="/plan/">
<div class="isomer-card-title">i</div></a></div>
<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>
"""


@pytest.fixture
def imported(make_repository, run_import):
    return run_import(make_repository({"pages/a.md": page(BODY)}))


def rich_texts(value) -> Iterator[str]:
    """Every rich text inside a stream's value."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from rich_texts(part)
    elif hasattr(value, "row_data"):
        for row in value.rows:
            for cell in row:
                yield from rich_texts(cell.value)
    elif hasattr(value, "__iter__") and not isinstance(value, str):
        for part in value:
            yield from rich_texts(getattr(part, "value", part))


def test_every_imported_page_opens_in_the_admin(imported, admin_client):
    for record in ImportedPage.objects.all():
        assert admin_client.get(f"/admin/pages/{record.page_id}/edit/").status_code == 200


def test_the_editor_keeps_every_word_link_and_picture(imported):
    converter = ContentstateConverter(features.CELL)
    found = [
        text
        for one in Page.objects.filter(depth__gt=1).specific()
        if hasattr(one, "body")
        for text in rich_texts(one.body)
    ]
    assert len(found) > 8
    for text in found:
        again = converter.to_database_format(converter.from_database_format(text))
        assert words(again) == words(text)
        for pattern in (r"<a [^>]*>", r'<embed [^>]*id="\d+"', r"<(?:b|sub|li)[ >]"):
            assert len(re.findall(pattern, again)) == len(re.findall(pattern, text))
