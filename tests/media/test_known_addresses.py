"""Addresses of files that are worked out once, and rows of renditions that are read quickly."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.db import connection

from fixtures import factories as make
from pages.media.storage import FolderStorage, _address
from pages.models import SiteRendition
from portal.delivery.static_storage import KnownStaticFilesStorage


@pytest.mark.parametrize("name", ["a.jpg", "images/a b.jpg", "/a.jpg", "é.pdf", None])
def test_a_folder_has_the_addresses_of_django(name) -> None:
    for base in ("/_media/", "https://media.example/files/"):
        expected = FileSystemStorage(base_url=base).url(name)
        assert FolderStorage(base_url=base).url(name) == expected


def test_each_is_worked_out_once() -> None:
    _address.cache_clear()
    for _ in range(3):
        FolderStorage(base_url="/_media/").url("once.jpg")
    assert _address.cache_info().misses == 1


def test_a_static_file_is_looked_up_once(tmp_path: Path, monkeypatch) -> None:
    asked = []

    def answer(self, name, force=False):
        asked.append((name, force))
        return f"/static/{name}?{force}"

    monkeypatch.setattr(ManifestStaticFilesStorage, "url", answer)
    storage = KnownStaticFilesStorage(location=tmp_path, base_url="/static/")
    assert [storage.url("a.css") for _ in range(3)] == ["/static/a.css?False"] * 3
    assert storage.url("a.css", force=True) == "/static/a.css?True"
    assert asked == [("a.css", False), ("a.css", True)]


@pytest.mark.django_db
def test_a_rendition_is_read_as_django_reads_it() -> None:
    image = make.SiteImageFactory()
    made = image.renditions.create(
        filter_spec="width-10|format-jpeg", file="a.jpg", width=10, height=5, focal_point_key=""
    )
    found = SiteRendition.objects.get(pk=made.pk)
    assert (found.width, found.height, found.file.name) == (10, 5, "a.jpg")
    assert found.image == image
    assert not found._state.adding
    assert found._state.db == connection.alias
    partly = SiteRendition.objects.only("width").get(pk=made.pk)
    assert partly.get_deferred_fields() >= {"file", "height"}
    assert partly.height == 5
