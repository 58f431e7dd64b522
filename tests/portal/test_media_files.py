"""Uploaded files, served by Django itself."""

from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(media_root: Path) -> Path:
    for folder in ("renditions", "documents"):
        (media_root / folder / "a1").mkdir(parents=True)
        (media_root / folder / "a1" / "file.txt").write_text("content")
    return media_root


def test_an_image_is_served_to_be_kept(client: Client, stored: Path):
    response = client.get("/_media/renditions/a1/file.txt")
    assert b"".join(response.streaming_content) == b"content"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    ["documents/a1/file.txt", "renditions/../documents/a1/file.txt", "/documents/a1/file.txt"],
)
def test_a_document_has_only_its_own_address(client: Client, stored: Path, path: str):
    assert client.get(f"/_media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "renditions", "renditions/a1/none.txt", "renditions/%00.txt"])
def test_what_is_no_file_is_not_found(client: Client, stored: Path, path: str):
    assert client.get(f"/_media/{path}").status_code == 404


def test_nothing_outside_the_folder_is_served(client: Client, stored: Path):
    assert client.get("/_media/../manage.py").status_code == 400
