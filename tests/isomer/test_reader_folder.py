"""A folder: its commit, and nothing but plain files of its own."""

import os
from pathlib import Path

import pytest

from portal.isomer.errors import ImportStop, TooLarge, Unreadable
from portal.isomer.reader import read
from tests.isomer.repository import page

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40


def commit_of(folder: Path, files: dict[str, str]) -> str:
    """The commit that is read when `.git` holds these files."""
    for name, text in files.items():
        path = folder / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read(folder).commit


@pytest.mark.parametrize(
    ("files", "commit"),
    [
        ({"HEAD": f"{COMMIT}\n"}, COMMIT),
        ({"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"}, COMMIT),
        ({"HEAD": "ref: refs/heads/main\n",
          "packed-refs": f"# pack-refs\n{OTHER} refs/heads/other\n{COMMIT} refs/heads/main\n"}, COMMIT),
        ({"HEAD": "ref: refs/heads/main\n"}, ""),
        ({"HEAD": "ref: refs/../../../secret\n"}, ""),
        ({"HEAD": "ref: /etc/hostname\n"}, ""),
        ({"HEAD": "no commit\n"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_commit_is_read_from_plain_files(make_repository, files, commit):
    assert commit_of(make_repository(), files) == commit


def test_a_link_in_the_place_of_git_is_not_followed(make_repository, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "HEAD").write_text(f"{COMMIT}\n")
    folder = make_repository()
    (folder / ".git").symlink_to(outside)
    assert read(folder).commit == ""
    folder = make_repository(name="second")
    (folder / ".git" / "refs" / "heads").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".git" / "refs" / "heads" / "main").symlink_to(outside / "HEAD")
    assert read(folder).commit == ""


def test_a_file_that_is_replaced_after_it_was_found(make_repository, tmp_path):
    folder = make_repository()
    tree = read(folder).tree
    (tmp_path / "secret").write_text("SECRET")
    target = folder / "pages" / "plan.md"
    target.unlink()
    with pytest.raises(Unreadable):
        tree.read_bytes("pages/plan.md")
    target.symlink_to(tmp_path / "secret")
    with pytest.raises(Unreadable):
        tree.read_bytes("pages/plan.md")
    target.unlink()
    os.mkfifo(target)
    with pytest.raises(Unreadable, match="not a plain file"):
        tree.read_bytes("pages/plan.md")
    with pytest.raises(ImportStop):
        tree.read_bytes("../secret")


def test_a_file_above_the_limit_is_not_taken_into_memory(make_repository):
    tree = read(make_repository({"images/large.bin": b"x" * 5000})).tree
    assert tree.size("images/large.bin") == 5000
    with pytest.raises(TooLarge):
        tree.read_bytes("images/large.bin", 4999)
    assert len(tree.read_bytes("images/large.bin", 5000)) == 5000


@pytest.mark.parametrize(
    "change",
    [
        {"pages/plan.md": page("Other")}, {"pages/new.md": page("x")},
        {"_data/navigation.yml": "links: []\n"}, {"_redirects": "/a /b\n"}, {"files/new.pdf": b"x"},
    ],
)  # fmt: skip
def test_the_fingerprint_changes_with_any_text_and_any_name(make_repository, change):
    before = read(make_repository()).fingerprint
    assert read(make_repository(name="same")).fingerprint == before
    assert read(make_repository(change, name="other")).fingerprint != before
