"""The repository to try the import with: what the README says of it is what happens."""

import json
import re

import pytest
from django.core.management import call_command

from portal.isomer.models import ImportRun
from tests.isomer.outcome import served
from tests.isomer.repository import ROOT

SAMPLE = ROOT / "fixtures" / "isomer"


@pytest.fixture
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.mark.django_db
def test_the_readme_shows_what_the_command_prints(readme, capsys):
    shown = readme.split("$ .venv/bin/python manage.py import_isomer fixtures/isomer\n")[1]
    lines = shown.split("```")[0].splitlines()
    call_command("import_isomer", str(SAMPLE))
    printed = capsys.readouterr().out.splitlines()
    # The pace differs each time; a long line is cut in the README.
    printed = [re.sub(r"(pages), \d+ a second$", r"\1", line) for line in printed]
    assert [line.removesuffix("…") for line in lines] == [
        line[: len(ours) - 1] if ours.endswith("…") else line
        for line, ours in zip(printed, lines, strict=False)
    ]


@pytest.mark.django_db
def test_the_readme_shows_what_the_report_says(readme):
    shown = readme.split("```json\n")[1].split("```")[0]
    call_command("import_isomer", str(SAMPLE), verbosity=0)
    item = ImportRun.objects.get().items.get(source="pages/office.md").data
    warnings = re.findall(r'\{"code".*?\}', shown)
    assert len(warnings) == 3
    assert all(json.loads(warning) in item["warnings"] for warning in warnings)
    head = json.loads(re.sub(r', …\s*"links": .*', "}", shown, flags=re.DOTALL))
    assert head.items() <= item.items()
    assert json.loads(re.search(r'"links": (\{.*?\})', shown)[1]) == item["links"]


@pytest.mark.django_db
def test_its_old_addresses_answer():
    call_command("import_isomer", str(SAMPLE), verbosity=0)
    for address in ("/", "/crossings/bicycles/", "/notices/statements/summer-times/", "/contact/"):
        assert served(address).status_code == 200, address
    for old, new in (
        ("/timetable", "/crossings/timetables/winter/"),
        ("/news/stories/heron/", "/notices/stories/heron/"),
        ("/Office", "/office/"),
    ):
        response = served(old)
        assert (response.status_code, response["Location"]) == (301, new)
    assert served("/notices/stories/bridge/").status_code == 404
