"""The admin's upload forms answer a refused file with one line, wherever it was uploaded."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from pages.models import SiteDocument, SiteImage
from tests.media import samples

BOMB = "This image has 400 megapixels (20,000 × 20,000); the limit is 40."
MISNAMED = "This file is named .pdf but its content is something else or is damaged."

pytestmark = pytest.mark.django_db


def fields(**values):
    root = Collection.get_first_root_node().pk
    return {"title": "A", "collection": root, "tags": ""} | values


def errors(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [message.get_text(strip=True) for message in page.select(".error-message")]


def post_image(admin, data: bytes, name: str = "a.png"):
    return admin.post(reverse("wagtailimages:add"), fields(file=samples.upload(name, data)))


def test_the_form_shows_what_may_be_uploaded(admin):
    page = BeautifulSoup(admin.get(reverse("wagtailimages:add")).content, "html.parser")
    assert "at most 10.0\xa0MB and 40 megapixels" in page.get_text()
    labels = [label.find(string=True).strip() for label in page.select("label.w-field__label")]
    assert labels[:4] == ["Title", "File", "Alt text", "Credit"]
    assert "Description" not in labels


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.png", samples.png_claiming(20_000, 20_000), BOMB),
        ("a.png", samples.png_claiming(8_200, 5_000), "This image has 41 megapixels"),
        ("a.png", samples.png_claiming(9, 9) + bytes(11 * 2**20), "This image is 11.0\xa0MB"),
        ("a.jpg", samples.photo()[:900], "This image is damaged or incomplete."),
        ("a.png", samples.photo(), "This file is named .png but holds a JPEG image."),
        ("a.svg", b"<svg/>", "This file is not a JPG, PNG, WebP, AVIF or GIF image."),
    ],
    ids=["bomb", "41-megapixels", "11-megabytes", "truncated", "misnamed", "svg"],
)
class TestRefusedImages:
    def test_in_the_upload_form(self, admin, name, data, message):
        [error] = errors(post_image(admin, data, name))
        assert error.startswith(message)
        assert not SiteImage.objects.exists()

    def test_among_several(self, admin, name, data, message):
        answer = admin.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": samples.upload(name, data), **fields()},
            headers={"x-requested-with": "XMLHttpRequest"},
        ).json()
        assert answer["success"] is False
        assert answer["error_message"].startswith(message)
        assert not SiteImage.objects.exists()
        assert not UploadedFile.objects.exists()

    def test_in_the_chooser(self, admin, name, data, message):
        answer = admin.post(
            reverse("wagtailimages_chooser:create"),
            {
                f"image-chooser-upload-{key}": value
                for key, value in fields(file=samples.upload(name, data)).items()
            },
        ).json()
        page = BeautifulSoup(answer["htmlFragment"], "html.parser")
        assert page.select_one(".error-message").get_text(strip=True).startswith(message)
        assert not SiteImage.objects.exists()

    def test_as_a_replacement(self, admin, name, data, message):
        image = SiteImage.objects.create(title="A", file=samples.upload("a.jpg", samples.photo()))
        address = reverse("wagtailimages:edit", args=[image.pk])
        [error] = errors(admin.post(address, fields(file=samples.upload(name, data))))
        assert error.startswith(message)
        assert SiteImage.objects.get().file.name == image.file.name


def test_the_form_decodes_no_bomb(admin, no_decoding):
    [error] = errors(post_image(admin, samples.png_claiming(20_000, 20_000)))
    assert error.startswith(BOMB)


def test_an_uploaded_photo_is_cleaned_turned_and_stored(admin, administrator):
    response = post_image(admin, samples.photo("JPEG", orientation=6), "a.jpg")
    assert response.status_code == 302
    image = SiteImage.objects.get()
    assert (image.width, image.height, image.uploaded_by_user) == (48, 64, administrator)
    data = image.file.storage.open(image.file.name).read()
    assert [secret for secret in samples.SECRETS if secret in data] == []
    assert image.file_size == len(data)


def test_several_photos_are_cleaned_and_duplicates_are_found(admin):
    for expected in (False, True):
        answer = admin.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": samples.upload("a.jpg", samples.photo()), **fields()},
            headers={"x-requested-with": "XMLHttpRequest"},
        ).json()
        assert (answer["success"], answer["duplicate"]) == (True, expected)
        image = SiteImage.objects.get(pk=answer["image_id"])
        data = image.file.storage.open(image.file.name).read()
        assert b"Secret" not in data


def test_a_photo_whose_form_was_incomplete_is_cleaned_when_it_is_completed(admin):
    """Wagtail keeps the raw upload aside and stores it later by another way."""
    title = "x" * 300
    answer = admin.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": samples.upload("a.jpg", samples.photo()), **fields(title=title)},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    waiting = answer["uploaded_file_id"]
    completed = admin.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting]),
        {f"uploaded-image-{waiting}-{key}": value for key, value in fields().items()},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert completed["success"] is True
    image = SiteImage.objects.get()
    data = image.file.storage.open(image.file.name).read()
    assert b"Secret" not in data
    assert image.file_size == len(data)
    assert re.fullmatch(r"images/[0-9a-f]{32}/a\.jpg", image.file.name)


def test_replacing_a_photo_keeps_its_description(admin, django_capture_on_commit_callbacks):
    image = SiteImage.objects.create(
        title="A", alt_text="Old", file=samples.upload("a.jpg", samples.photo())
    )
    image.get_rendition("width-20")
    values = fields(
        alt_text="Red and blue",
        credit="Photo: Someone",
        file=samples.upload("b.png", samples.encoded(samples.picture((32, 16)), "PNG")),
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(reverse("wagtailimages:edit", args=[image.pk]), values).status_code == 302
    fresh = SiteImage.objects.get()
    assert (fresh.alt_text, fresh.credit, fresh.width) == ("Red and blue", "Photo: Someone", 32)
    assert not fresh.renditions.exists()
    assert not image.file.storage.exists(image.file.name)


def test_the_details_of_an_image_can_be_saved_without_a_new_file(admin):
    image = SiteImage.objects.create(title="A", file=samples.upload("a.jpg", samples.photo()))
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert admin.post(address, fields(alt_text="B")).status_code == 302
    fresh = SiteImage.objects.get()
    assert (fresh.alt_text, fresh.file.name) == ("B", image.file.name)


class TestDocuments:
    page = b"<html><script>alert(1)</script>"

    def test_a_misnamed_file_is_refused_in_the_upload_form(self, admin):
        values = fields(file=samples.upload("a.pdf", self.page))
        [error] = errors(admin.post(reverse("wagtaildocs:add"), values))
        assert error.startswith(MISNAMED)
        assert not SiteDocument.objects.exists()

    def test_a_misnamed_file_is_refused_among_several(self, admin):
        answer = admin.post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": samples.upload("a.pdf", self.page), **fields()},
            headers={"x-requested-with": "XMLHttpRequest"},
        ).json()
        assert answer["error_message"].startswith(MISNAMED)
        assert not UploadedFile.objects.exists()

    def test_a_misnamed_file_is_refused_in_the_chooser(self, admin):
        values = fields(file=samples.upload("a.pdf", self.page))
        answer = admin.post(
            reverse("wagtaildocs_chooser:create"),
            {f"document-chooser-upload-{key}": value for key, value in values.items()},
        ).json()
        page = BeautifulSoup(answer["htmlFragment"], "html.parser")
        assert page.select_one(".error-message").get_text(strip=True).startswith(MISNAMED)

    def test_a_sound_file_is_stored(self, admin, administrator):
        values = fields(file=samples.upload("a.docx", samples.DOCX), accessible="on")
        assert admin.post(reverse("wagtaildocs:add"), values).status_code == 302
        document = SiteDocument.objects.get()
        assert (document.accessible, document.type_label) == (True, "Word document")
        assert document.file_size == len(samples.DOCX)
        assert document.uploaded_by_user == administrator

    def test_a_replaced_file_goes_when_the_new_one_is_safe(
        self, admin, django_capture_on_commit_callbacks
    ):
        document = SiteDocument.objects.create(title="A", file=samples.upload("a.pdf", samples.PDF))
        address = reverse("wagtaildocs:edit", args=[document.pk])
        refused = fields(file=samples.upload("b.pdf", self.page))
        [error] = errors(admin.post(address, refused))
        assert error.startswith(MISNAMED)
        assert document.file.storage.exists(document.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(address, fields(file=samples.upload("b.docx", samples.DOCX)))
        assert SiteDocument.objects.get().filename == "b.docx"
        assert not document.file.storage.exists(document.file.name)
