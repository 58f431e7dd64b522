"""Where can be baked into: a wrong folder is refused in one line, and nothing happens to it."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from portal.delivery.baking import addresses, folder
from portal.delivery.baking.folder import WrongFolder


def refusal(place: Path) -> str:
    with pytest.raises(WrongFolder) as refused, folder.held(place):
        pass
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("words")
    assert "holds something else" in refusal(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert "is a file" in refusal(tmp_path / "letter.txt")


def test_nothing_is_baked_into_the_project_or_beside_uploads():
    assert "lies in the project" in refusal(settings.BASE_DIR / "baked")
    assert "lies in MEDIA_ROOT" in refusal(Path(settings.MEDIA_ROOT) / "baked")
    assert not (settings.BASE_DIR / "baked").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path):
    tmp_path.chmod(0o500)
    assert "can't be written to" in refusal(tmp_path / "baked")


def test_a_full_disk_is_told_in_one_line(tmp_path: Path):
    with (
        pytest.raises(WrongFolder, match=r"There is no room left in .* is as it was"),
        folder.held(tmp_path / "baked"),
        open("/dev/full", "w") as full,
    ):
        full.write("words")
        full.flush()


def test_two_runs_do_not_meet(tmp_path: Path):
    with folder.held(tmp_path / "baked"):
        assert "Another run is baking into" in refusal(tmp_path / "baked")


def test_a_tree_takes_its_place_whole_or_not_at_all(tmp_path: Path):
    with folder.held(tmp_path / "baked") as held:
        with folder.next_tree(held) as tree:
            (tree / "words").write_text("first")
        with pytest.raises(KeyError), folder.next_tree(held) as tree:
            (tree / "words").write_text("second")
            raise KeyError
        assert (folder.current(held) / "words").read_text() == "first"
        assert [path.name for path in (held / "trees").iterdir()] == ["1"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/about/", "about/index.html"),
        ("/about", "about?"),
        ("/about/index.html", "about/index.html?"),
        ("/news/?page=2", "news/?page=2"),
        ("/theme.css?v=0a", "theme.css?v=0a"),
        ("/%C3%BCber/", "über/index.html"),
        ("/robots.txt", "robots.txt?"),
        ("/static/css/site.css", "static/css/site.css"),
        ("/static/css/site.css.gz", None),
        ("/news/?topic=..%2F..", None),
        ("/news/?topic=../..", None),
        (f"/{'a' * 300}/", None),
    ],
)
def test_each_address_has_a_file_of_its_own(address: str, name: str | None):
    assert addresses.file_for(address) == name
