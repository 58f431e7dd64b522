"""Where uploads lie, and what happens to a file that is replaced or deleted."""

import re
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import UploadedFile

from pages.media import paths
from pages.models import SiteDocument, SiteImage
from tests.media import samples

RANDOM = "[0-9a-f]{32}"

pytestmark = pytest.mark.django_db


def image(name: str = "Fête 1.jpg", **fields) -> SiteImage:
    file = samples.upload(name, samples.photo())
    return SiteImage.objects.create(title="A", file=file, **fields)


def document(name: str = "Report.pdf", data: bytes = samples.PDF) -> SiteDocument:
    return SiteDocument.objects.create(title="A", file=samples.upload(name, data))


def bring_in(model: type[SiteImage] | type[SiteDocument], upload, how: str) -> None:
    """Save a file as a form, an importer or a script might."""
    match how:
        case "file.save":
            model(title="A").file.save(upload.name, upload)
        case "bulk_create":
            model.objects.bulk_create([model(title="A", file=upload)])
        case _:
            getattr(model(title="A", file=upload), how)()


def stored(media_root: Path) -> set[str]:
    return {str(path.relative_to(media_root)) for path in media_root.rglob("*") if path.is_file()}


def test_paths_hold_128_random_bits():
    assert re.fullmatch(rf"images/{RANDOM}/Fete-1\.jpg", image().file.name)
    assert re.fullmatch(rf"documents/{RANDOM}/Report\.pdf", document().file.name)
    rendition = image().get_rendition("width-20")
    assert re.fullmatch(rf"renditions/{RANDOM}/Fete-1\.width-20\.jpg", rendition.file.name)


def test_two_uploads_of_one_file_lie_apart():
    assert image().file.name != image().file.name
    assert document().file.name != document().file.name


def test_a_rendition_tells_the_way_neither_to_its_original_nor_to_another():
    original = image()
    renditions = original.get_renditions("width-20", "width-30", "fill-5x5")
    names = [original.file.name, *(rendition.file.name for rendition in renditions.values())]
    folders = {re.search(RANDOM, name)[0] for name in names}
    assert len(folders) == 4


def test_the_random_part_comes_from_the_system(monkeypatch):
    asked = []
    monkeypatch.setattr(paths.secrets, "token_hex", lambda size: asked.append(size) or "ab" * size)
    assert document().file.name == f"documents/{'ab' * 16}/Report.pdf"
    assert asked == [16]


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "报告" * 200 + ".pdf", "../../etc/a b?.pdf"])
def test_any_name_fits_its_storage(name):
    stored_name = document(name).file.name
    assert len(stored_name) <= paths.MAX_PATH_LENGTH
    assert re.fullmatch(rf"documents/{RANDOM}/[^/]+\.pdf", stored_name)
    assert len(stored_name.rpartition("/")[2].encode()) <= paths.MAX_NAME_BYTES
    assert Path(SiteDocument.objects.get().file.path).is_file()


def test_renditions_of_a_long_name_fit_too():
    rendition = image("x" * 300 + ".jpg").get_rendition("fill-20x20-c100|format-webp")
    assert len(rendition.file.name) <= 120


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", samples.png_claiming(20_000, 20_000)),
        ("a.png", samples.photo("JPEG")),
        ("a.jpg", b"<html>"),
        ("a.jpg", samples.photo()[:900]),
    ],
    ids=["bomb", "misnamed", "html", "truncated"],
)
@pytest.mark.parametrize("how", ["save", "file.save", "bulk_create", "full_clean"])
def test_no_way_into_the_model_passes_the_image_check_by(media_root, name, data, how):
    with pytest.raises(ValidationError), transaction.atomic():
        bring_in(SiteImage, samples.upload(name, data), how)
    assert stored(media_root) == set()
    assert not SiteImage.objects.exists()


def test_a_bomb_is_not_even_decoded_to_learn_its_size(no_decoding):
    bomb = SiteImage(title="A", file=samples.upload("a.png", samples.png_claiming(20_000, 20_000)))
    assert (bomb.width, bomb.height) == (20_000, 20_000)
    with pytest.raises(ValidationError):
        bomb.full_clean()


@pytest.mark.parametrize("how", ["save", "file.save", "bulk_create", "full_clean"])
def test_no_way_into_the_model_passes_the_document_check_by(media_root, how):
    with pytest.raises(ValidationError), transaction.atomic():
        bring_in(SiteDocument, samples.upload("a.pdf", b"<html><script>"), how)
    assert stored(media_root) == set()


def test_a_refused_replacement_leaves_the_old_file_in_place():
    kept = document()
    kept.file = samples.upload("a.pdf", b"MZ")
    with pytest.raises(ValidationError):
        kept.save()
    assert Path(SiteDocument.objects.get().file.path).read_bytes() == samples.PDF


@pytest.mark.parametrize("how", ["assign", "file.save"])
def test_a_replaced_image_leaves_nothing_behind(
    media_root, django_capture_on_commit_callbacks, how
):
    replaced = image()
    replaced.get_rendition("width-20")
    upload = samples.upload("new.png", samples.encoded(samples.picture((32, 16)), "PNG"))
    with django_capture_on_commit_callbacks(execute=True):
        if how == "assign":
            replaced.file = upload
            replaced.save()
        else:
            replaced.file.save("new.png", upload)
    fresh = SiteImage.objects.get()
    assert (fresh.width, fresh.height) == (32, 16)
    assert stored(media_root) == {fresh.file.name}
    assert not fresh.renditions.exists()


def test_the_old_file_stays_until_the_replacement_is_committed(media_root):
    replaced = document()
    old = replaced.file.name
    replaced.file = samples.upload("new.pdf", samples.PDF)
    replaced.save()
    assert old in stored(media_root)


def test_saving_without_a_new_file_touches_no_file(media_root, django_capture_on_commit_callbacks):
    kept = image()
    kept.get_rendition("width-20")
    before = stored(media_root)
    with django_capture_on_commit_callbacks(execute=True):
        kept.title = "B"
        kept.save()
    assert stored(media_root) == before
    assert kept.renditions.count() == 1


def test_a_deleted_image_takes_its_files_along(media_root, django_capture_on_commit_callbacks):
    deleted = image()
    deleted.get_rendition("width-20")
    with django_capture_on_commit_callbacks(execute=True):
        deleted.delete()
    assert stored(media_root) == set()


def test_an_upload_that_waits_for_its_form_is_hidden_too():
    waiting = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(SiteDocument),
        file=samples.upload("Secret report.pdf", samples.PDF),
    )
    assert re.fullmatch(rf"wagtail_uploads/{RANDOM}/Secret-report\.pdf", waiting.file.name)


def test_alt_text_is_never_the_title_or_the_file_name():
    nameless = image()
    assert nameless.default_alt_text == ""
    assert nameless.get_rendition("width-20").alt == ""
    described = image(alt_text="A red half and a blue half")
    assert described.get_rendition("width-20").alt == "A red half and a blue half"
