"""A repository in a ZIP: as GitHub makes it, and as somebody who means harm makes it."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from portal.isomer import archive_tree
from portal.isomer.errors import ImportStop, TooLarge, Unreadable
from portal.isomer.reader import read
from tests.isomer.outcome import served
from tests.isomer.repository import FILES, page, picture

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


@pytest.fixture
def make_zip(tmp_path: Path):
    """A function that writes a ZIP of the usual repository and of more entries."""

    def make(more=(), *, top: str = "harbour-main/", comment: str = COMMIT, base: bool = True):
        path = tmp_path / "upload.zip"
        files = {**FILES, "images/quay.png": picture()} if base else {}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(entry(top + name), content)
            for info, content in more:
                archive.writestr(info, content)
            archive.comment = comment.encode()
        return path

    return make


def left_out(repository) -> dict[str, tuple[str, str]]:
    return {path: (str(note.code), note.detail) for path, note in repository.left_out}


@pytest.mark.parametrize("top", ["harbour-main/", ""])
def test_a_zip_reads_as_its_folder_does(make_zip, make_repository, top):
    zipped, folder = read(make_zip(top=top)), read(make_repository())
    assert zipped.documents == folder.documents
    assert zipped.tree.files == folder.tree.files
    assert zipped.fingerprint == folder.fingerprint
    assert zipped.tree.read_bytes("images/quay.png") == picture()
    assert zipped.tree.size("images/quay.png") == len(picture())


def test_a_zip_is_imported(make_zip, run_import):
    run_import(make_zip())
    assert served("/plan/").status_code == 200


@pytest.mark.parametrize(
    ("comment", "commit"), [(COMMIT, COMMIT), ("", ""), ("made by hand", ""), (COMMIT[:-1], "")]
)
def test_the_commit_is_in_the_comment_that_github_writes(make_zip, comment, commit):
    assert read(make_zip(comment=comment)).commit == commit


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("harbour-main/../../evil.md", "its name leads out of the archive"),
        ("/etc/evil.md", "its name leads out of the archive"),
        ("C:/evil.md", "its name leads out of the archive"),
        ("C:\\evil.md", "its name leads out of the archive"),
        ("..\\..\\evil.md", "its name leads out of the archive"),
        ("harbour-main//evil.md", "its name is not clean"),
        ("harbour-main/./evil.md", "its name is not clean"),
        ("harbour-main/a\x01evil.md", "its name is not clean"),
    ],
)
def test_names_that_lead_out_are_left_out(make_zip, name, reason):
    repository = read(make_zip([(entry(name), page("EVIL"))]))
    assert not any("EVIL" in document.body for document in repository.documents)
    assert [note for path, note in left_out(repository).items() if "evil" in path] == [
        ("archive-entry", reason)
    ]


def test_a_name_with_nul_is_left_out(make_zip):
    path = make_zip([(entry("harbour-main/pages/xNULx.md"), page("EVIL"))])
    path.write_bytes(path.read_bytes().replace(b"xNULx", b"x\x00U\x00x"))
    repository = read(path)
    assert not any("EVIL" in document.body for document in repository.documents)
    assert ("archive-entry", "its name is not clean") in left_out(repository).values()


def test_links_and_devices_are_left_out(make_zip):
    repository = read(make_zip([
        (entry("harbour-main/pages/link.md", stat.S_IFLNK | 0o777), "/etc/passwd"),
        (entry("harbour-main/pages/pipe.md", stat.S_IFIFO | 0o644), page("x")),
    ]))  # fmt: skip
    assert left_out(repository)["pages/link.md"] == ("symlink", "")
    assert left_out(repository)["pages/pipe.md"] == ("archive-entry", "not a plain file")


def test_an_encrypted_entry_is_left_out(make_zip):
    path = make_zip([(entry("harbour-main/pages/secret.md"), page("x"))])
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"harbour-main/pages/secret.md"))
    flags = struct.unpack_from("<H", content, at + 8)[0] | 1
    struct.pack_into("<H", content, at + 8, flags)
    path.write_bytes(content)
    assert left_out(read(path))["pages/secret.md"] == ("archive-entry", "encrypted")


def test_of_two_entries_with_one_name_the_last_counts(make_zip):
    name = "harbour-main/pages/twice.md"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = make_zip([(entry(name), page("first")), (entry(name), page("second"))])
    repository = read(path)
    assert [d.body for d in repository.documents if d.path == "pages/twice.md"] == ["second"]
    assert left_out(repository)["pages/twice.md"][0] == "archive-entry"


def test_names_that_differ_in_case_are_two_files(make_zip):
    repository = read(make_zip([
        (entry("harbour-main/pages/Case.md"), page("one")),
        (entry("harbour-main/pages/case.md"), page("two")),
    ]))  # fmt: skip
    assert {"pages/Case.md", "pages/case.md"} <= set(repository.tree.files)


@pytest.mark.parametrize("flagged", [True, False])
def test_chinese_names_with_and_without_the_flag(make_zip, flagged):
    path = make_zip([(entry("harbour-main/pages/港口.md"), page("x"))])
    if not flagged:
        content = bytearray(path.read_bytes())
        name = "harbour-main/pages/港口.md".encode()
        for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = -1
            while (at := content.find(magic, at + 1)) >= 0:
                head = 30 if place == 6 else 46
                if content[at + head : at + head + len(name)] == name:
                    struct.pack_into("<H", content, at + place, 0)
        path.write_bytes(content)
    assert "pages/港口.md" in read(path).tree


def test_what_macs_and_git_leave_behind_is_passed_over(make_zip):
    repository = read(make_zip([
        (entry("__MACOSX/harbour-main/pages/._plan.md"), b"\x00\x05"),
        (entry("harbour-main/pages/._plan.md"), b"\x00\x05"),
        (entry("harbour-main/sub/.git/config"), "[core]"),
    ]))  # fmt: skip
    assert not [name for name in repository.tree.files if "._" in name or ".git" in name]


def test_bombs_are_refused(make_zip, monkeypatch):
    monkeypatch.setattr(archive_tree, "RATIO_FROM_BYTES", 1024 * 1024)
    bomb = make_zip([(entry("harbour-main/images/a.png"), b"\0" * 5_000_000)])
    with pytest.raises(ImportStop, match="times its size"):
        read(bomb)
    monkeypatch.setattr(archive_tree, "MAX_TOTAL_BYTES", 1_000_000)
    with pytest.raises(ImportStop, match="unpacks to"):
        read(bomb)
    monkeypatch.setattr(archive_tree, "MAX_ENTRIES", 3)
    with pytest.raises(ImportStop, match="entries"):
        read(make_zip())


def test_a_file_may_not_hold_more_than_its_limit_or_than_it_claims(make_zip):
    path = make_zip([(entry("harbour-main/images/large.png"), bytes(range(256)) * 4096)])
    with pytest.raises(TooLarge):
        read(path).tree.read_bytes("images/large.png", 1024)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"harbour-main/images/large.png"))
    struct.pack_into("<I", content, at + 24, 100)
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="damaged"):
        read(path).tree.read_bytes("images/large.png")


def test_a_damaged_entry_does_not_stop_the_run(make_zip, run_import):
    path = make_zip()
    content = bytearray(path.read_bytes())
    at = content.index(b"harbour-main/pages/plan.md") + len("harbour-main/pages/plan.md")
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(content)
    report = run_import(path)
    notes = {item.source: [str(n.code) for n in item.warnings] for item in report.items}
    assert notes["pages/plan.md"] == ["unreadable"]
    assert served("/contact/").status_code == 200


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"%PDF-1.4", b"PK\x05\x06"])
def test_what_is_no_archive_stops_with_one_line(tmp_path, content):
    path = tmp_path / "broken.zip"
    path.write_bytes(content)
    with pytest.raises(ImportStop) as stop:
        read(path)
    assert "\n" not in str(stop.value)


def test_an_archive_without_a_repository_stops(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(ImportStop, match=r"no _config\.yml"):
        read(path)


def test_nothing_is_written_while_a_zip_is_read(make_zip, monkeypatch):
    path = make_zip()

    def refuse(*args, **kwargs):
        raise AssertionError("something was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "extract", refuse)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", refuse)
    before = sorted(path.parent.rglob("*"))
    read(path)
    assert sorted(path.parent.rglob("*")) == before
    assert io.BytesIO(path.read_bytes()).read(2) == b"PK"
