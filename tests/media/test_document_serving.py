"""What is sent for a document can do no harm, and its address stays."""

import pytest
from django.test import Client

from pages.models import ContentPage
from tests.media import samples
from tests.media.downloads import add_page, assert_hidden, assert_served, body, downloads, fetch

pytestmark = pytest.mark.django_db


class TestWhatIsSent:
    @pytest.fixture(autouse=True)
    def _public(self, home, document):
        add_page(home, downloads(document))

    def test_the_headers_disarm_it(self, document):
        response = fetch(document.url)
        assert response["Content-Disposition"] == 'attachment; filename="Plan-1.pdf"'
        assert response["Content-Security-Policy"] == "sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Length"] == str(len(samples.PDF))
        assert response["Cache-Control"] == "no-cache"
        assert "Vary" not in response
        assert not response.cookies

    def test_it_costs_few_queries(self, home, document, django_assert_num_queries):
        for _ in range(3):
            add_page(home, downloads(document))
        fetch(document.url)
        with django_assert_num_queries(7):
            fetch(document.url)

    def test_a_name_in_another_script_is_kept(self, home, document):
        document.file = samples.upload("计划 2.pdf", samples.PDF)
        document.save()
        disposition = fetch(document.url)["Content-Disposition"]
        assert disposition == "attachment; filename*=utf-8''%E8%AE%A1%E5%88%92-2.pdf"

    def test_head_answers_without_a_body(self, document):
        response = Client().head(document.url)
        assert (response.status_code, response.getvalue()) == (200, b"")
        assert response["Content-Length"] == str(len(samples.PDF))

    def test_other_methods_are_refused(self, document):
        assert Client().post(document.url).status_code == 405

    def test_an_unchanged_file_is_not_sent_again(self, document):
        first = fetch(document.url)
        assert first["ETag"] == f'"{document.file_hash}"'
        by_tag = fetch(document.url, **{"If-None-Match": first["ETag"]})
        by_date = fetch(document.url, **{"If-Modified-Since": first["Last-Modified"]})
        for response in (by_tag, by_date):
            assert (response.status_code, response.content) == (304, b"")
            assert response["Cache-Control"] == "no-cache"
        assert_served(fetch(document.url, **{"If-None-Match": '"other"'}))

    def test_a_hidden_file_is_not_confirmed_by_its_tag(self, document):
        ContentPage.objects.get().unpublish()
        headers = {"If-None-Match": f'"{document.file_hash}"'}
        assert fetch(document.url, **headers).status_code == 404

    @pytest.mark.parametrize(
        ("wanted", "part"),
        [
            ("bytes=0-3", samples.PDF[:4]),
            ("bytes=5-", samples.PDF[5:]),
            ("bytes=-6", samples.PDF[-6:]),
            ("bytes=3-99999", samples.PDF[3:]),
        ],
    )
    def test_a_part_can_be_asked_for(self, document, wanted, part):
        response = fetch(document.url, Range=wanted)
        assert response.status_code == 206
        assert body(response) == part
        assert response["Content-Length"] == str(len(part))
        first = samples.PDF.index(part)
        expected = f"bytes {first}-{first + len(part) - 1}/{len(samples.PDF)}"
        assert response["Content-Range"] == expected
        assert response["Content-Security-Policy"] == "sandbox"

    @pytest.mark.parametrize(
        "wanted", ["bytes=9-3", "bytes=-", "bytes=0-1,4-5", "bytes=9999-", "lines=1-2"]
    )
    def test_a_part_that_makes_no_sense_gets_the_whole(self, document, wanted):
        assert_served(fetch(document.url, Range=wanted))

    def test_a_part_of_another_version_gets_the_whole(self, document):
        headers = {"Range": "bytes=0-3", "If-Range": '"other"'}
        assert_served(fetch(document.url, **headers))

    def test_a_file_that_is_missing_in_storage_is_not_found(self, document):
        document.file.storage.delete(document.file.name)
        assert fetch(document.url).status_code == 404


class TestTheAddress:
    def test_it_stays_with_the_document_when_its_file_is_replaced(self, home, document):
        add_page(home, downloads(document))
        old = document.url
        document.file = samples.upload("Plan 2.docx", samples.DOCX)
        document.save()
        response = fetch(old)
        assert (response.status_code, response["Location"]) == (302, document.url)
        assert response["Cache-Control"] == "no-cache"
        assert body(fetch(document.url)) == samples.DOCX

    def test_a_file_of_the_same_name_keeps_it_wholly(self, home, document):
        add_page(home, downloads(document))
        old, tag = document.url, fetch(document.url)["ETag"]
        document.file = samples.upload("Plan 1.pdf", samples.PDF + b"%%")
        document.save()
        response = fetch(old)
        assert body(response) == samples.PDF + b"%%"
        assert response["ETag"] != tag

    def test_another_name_tells_nothing_about_a_hidden_document(self, home, document):
        assert_hidden(fetch(f"/documents/{document.pk}/other.pdf"))

    @pytest.mark.parametrize("number", ["0", "00", "9" * 18, "9" * 30, "9" * 5000, "٣"])
    def test_any_number_is_answered(self, home, number):
        assert fetch(f"/documents/{number}/a.pdf").status_code == 404
