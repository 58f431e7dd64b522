"""A document is what its name says, of a type that is allowed, and without macros."""

import pytest
from django.core.exceptions import ValidationError

from pages.media import archives, filetypes
from tests.media import samples

MISMATCH = (
    "This file is named .{} but its content is something else or is damaged. "
    "Save it as the right type and upload it again."
)
MACROS = (
    "This file contains macros, which are small programs. "
    "Save it without macros and upload it again."
)


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        filetypes.check_upload(samples.upload(name, data), name)
    [message] = caught.value.messages
    assert "\n" not in message
    return message


@pytest.mark.parametrize("extension", sorted(filetypes.TYPES))
def test_every_allowed_type_is_recognised(extension):
    data = samples.DOCUMENTS[extension]
    name = f"Report.{extension.upper()}"
    checked = filetypes.checked_document(samples.upload(name, data), name)
    assert checked.size == len(data)


@pytest.mark.parametrize("extension", sorted(filetypes.TYPES))
@pytest.mark.parametrize("content", sorted(filetypes.TYPES))
def test_no_type_passes_for_another(extension, content):
    """Only plain text can't be told from its special kinds."""
    texts = {"csv", "txt", "ics", "vtt"}
    allowed = content == extension or (extension in {"csv", "txt"} and content in texts)
    if not allowed:
        data = samples.DOCUMENTS[content]
        assert refusal(f"a.{extension}", data) == MISMATCH.format(extension)


@pytest.mark.parametrize(
    "name",
    [
        "a.html",
        "a.htm",
        "a.svg",
        "a.exe",
        "a.js",
        "a.docm",
        "a.rtf",
        "a.pdf.exe",
        "a.xhtml",
        "a.doc",
    ],
)
def test_other_types_are_refused_by_name(name):
    extension = name.rpartition(".")[2]
    assert refusal(name, samples.PDF).startswith(
        f"Files of the type .{extension} can't be uploaded. Allowed types: csv, docx, "
    )


def test_a_name_without_a_type_is_refused():
    assert refusal("report", samples.PDF).startswith("Files without a type in their name")


@pytest.mark.parametrize("extension", ["pdf", "txt", "csv", "ics", "vtt", "zip", "docx", "mp4"])
@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b" \r\n\t<HTML><body>",
        b"\xef\xbb\xbf<script>alert(1)</script>%PDF-1.7",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<!-- -->" + samples.PDF,
        "<html>".encode("utf-16"),
    ],
)
def test_a_web_page_is_refused_whatever_its_name(extension, page):
    assert refusal(f"a.{extension}", page) == MISMATCH.format(extension)


def test_an_archive_behind_a_web_page_is_refused():
    assert refusal("a.zip", b"<script>alert(1)</script>" + samples.ZIP) == MISMATCH.format("zip")


def test_a_program_is_refused_whatever_its_name():
    for extension in filetypes.TYPES:
        assert refusal(f"a.{extension}", b"MZ\x90\x00" + bytes(200)) == MISMATCH.format(extension)


@pytest.mark.parametrize("extension", sorted(filetypes.TYPES))
def test_an_empty_file_is_refused(extension):
    assert refusal(f"a.{extension}", b"") == MISMATCH.format(extension)


@pytest.mark.parametrize("extension", ["docx", "xlsx", "odt", "zip"])
def test_a_truncated_archive_is_refused(extension):
    data = samples.DOCUMENTS[extension]
    assert refusal(f"a.{extension}", data[:-30]) == MISMATCH.format(extension)


@pytest.mark.parametrize("name", ["a.docx", "a.zip"])
@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
        {"word/VBAPROJECT.BIN": b"\xd0\xcf\x11\xe0"},
        {"xl/macrosheets/sheet1.xml": "<macrosheet/>"},
    ],
)
def test_an_office_file_with_macros_is_refused_under_another_name(name, parts):
    assert refusal(name, samples.office("word/document.xml", **parts)) == MACROS


def test_an_office_file_that_declares_macros_is_refused():
    types = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    data = samples.archive({"[Content_Types].xml": types, "word/document.xml": "<x/>"})
    assert refusal("a.docx", data) == MACROS


@pytest.mark.parametrize("part", ["Basic/Standard/Module1.xml", "Scripts/python/evil.py"])
def test_an_open_document_with_macros_is_refused(part):
    assert refusal("a.odt", samples.open_document("text", **{part: "x"})) == MACROS


def test_an_archive_with_a_huge_list_of_parts_is_not_listed(monkeypatch):
    data = samples.archive({f"{number:0200}": "" for number in range(200)})
    filetypes.check_upload(samples.upload("a.zip", data), "a.zip")
    monkeypatch.setattr(archives, "MAX_LIST_BYTES", 40_000)
    monkeypatch.setattr(archives.zipfile, "ZipFile", None)
    assert refusal("a.zip", data) == MISMATCH.format("zip")


def test_only_the_beginning_of_a_part_is_unpacked():
    """A part that unfolds to a hundred megabytes costs one megabyte to look at."""
    data = samples.archive({"[Content_Types].xml": bytes(100_000_000), "word/document.xml": "<x/>"})
    assert len(data) < 200_000
    with archives._opened(samples.upload("a.docx", data)) as archive:
        assert len(archives._part(archive, "[Content_Types].xml")) == archives.MAX_PART_BYTES


def test_text_with_control_characters_far_inside_is_refused():
    data = b"name,value\n" * 200_000 + b"\x00\x01"
    assert refusal("a.csv", data) == MISMATCH.format("csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_the_encodings_of_office_programs_are_allowed(encoding):
    data = "name;café – 5 €\r\n".encode(encoding)
    filetypes.check_upload(samples.upload("a.csv", data), "a.csv")


def test_fifty_one_megabytes_are_too_many(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
    data = samples.PDF + bytes(51 * 1024 * 1024)
    assert refusal("a.pdf", data) == (
        "This file is 51.0\xa0MB; the limit is 50.0\xa0MB. Save it smaller and upload it again."
    )


def test_the_content_is_read_from_its_beginning_and_left_there():
    content = samples.upload("a.docx", samples.DOCX)
    content.seek(7)
    filetypes.check_upload(content, "a.docx")
    assert content.tell() == 0
