"""Two whole repositories: what the importer makes of them, judged against what Jekyll made."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.isomer.repository import CORPUS, corpus


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["imda-disg", "enterprisesg-cpso"])
def test_nothing_is_lost_unreported(name: str, tmp_path: Path) -> None:
    folder = corpus(name)
    report, found = tmp_path / "report.json", tmp_path / "found.json"
    call_command("import_isomer", str(folder), report=str(report), verbosity=0)
    call_command(
        "check_isomer",
        str(folder),
        report=str(report),
        expected=str(CORPUS / "expected" / f"{name}.html.jsonl"),
        json=str(found),
        threshold=100,
        stdout=StringIO(),
    )
    criteria = json.loads(found.read_text())["criteria"]
    assert len(criteria) > 12
    assert [criterion for criterion in criteria if criterion["lost"]] == []
    assert sum(criterion["reported"] for criterion in criteria) < 20
