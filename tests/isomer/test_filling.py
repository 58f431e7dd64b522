"""Liquid in bodies, filled in from the repository."""

import pytest

from portal.isomer.codes import Code
from tests.isomer.outcome import served
from tests.isomer.repository import page

pytestmark = pytest.mark.django_db


def main(address: str) -> str:
    return served(address).content.decode().split("<main")[1].split("</main>")[0]


def test_values_includes_and_addresses(make_repository, run_import):
    folder = make_repository({
        "_includes/hours.html": "<p>Open from {{ include.from }} on {{ page.title }} days.</p>\n",
        "pages/filled.md": page(
            "{% include hours.html from=\"nine\" %}\n\n"
            "See [the fees]({% link _services/fees.md %}) and "
            "[the berths]({% post_url 2023-06-01-post-berths %}).\n\n"
            "{{ site.title }} thanks you.\n",
            title="Market",
            permalink="/filled/",
        ),
    })  # fmt: skip
    report = run_import(folder)
    shown = main("/filled/")
    assert "<p>Open from nine on Market days.</p>" in shown
    assert 'href="/services/fees/"' in shown
    assert 'href="/newsroom/media-releases/berths"' in shown
    assert "Harbour Office thanks you." in shown
    item = next(item for item in report.items if item.source == "pages/filled.md")
    assert Code.LIQUID not in {note.code for note in item.warnings}
    assert item.links["unresolved"] == 0


def test_what_is_not_known_stays_and_is_told_with_its_line(make_repository, run_import):
    body = "One.\n\n{% for x in site.posts %}{{ x.title }}{% endfor %}\n\n{% include gone.html %}\n"
    folder = make_repository({"pages/loop.md": page(body, permalink="/loop/")})
    report = run_import(folder)
    item = next(item for item in report.items if item.source == "pages/loop.md")
    told = [(note.detail, note.line) for note in item.warnings if note.code == Code.LIQUID]
    assert told == [
        ("{% for x in site.posts %}", 7),
        ("{{ x.title }}", 7),
        ("{% endfor %}", 7),
        ("{% include gone.html %}", 9),
    ]
    assert "{% include gone.html %}" in main("/loop/")


def test_an_include_reads_nothing_outside_the_repository(make_repository, run_import, tmp_path):
    (tmp_path / "secret.html").write_text("a secret")
    folder = make_repository({
        "pages/climb.md": page(
            "{% include ../../secret.html %} {% include ../_config.yml %}", permalink="/climb/"
        ),
    })  # fmt: skip
    run_import(folder)
    shown = main("/climb/")
    assert "a secret" not in shown
    assert "Harbour Office" not in shown
