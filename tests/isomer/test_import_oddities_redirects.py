"""Old redirects: `_redirects`, `redirect_from`, and the addresses of files."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.isomer.reader import read
from portal.isomer.resolver.addresses import AddressBook
from tests.isomer.outcome import actions, codes, served
from tests.isomer.repository import CONFIG, page, picture

RULES = """\
# Netlify's own comments
/old-plan            /plan/
/old-plan            /contact/          # the first rule counts
/temporary           /contact/   302
/forced              /plan/      301!
/part                /plan/#deep
/away                https://other.example/x?y=1
/form                /files/form.txt
https://www.harbour.example/hosted https://www.harbour.example/plan/ 301!
/svc/*               /services/:splat
/n/:slug             /newsroom/media-releases/:slug
/gone/*              /plan/
/nowhere             /never/was/
/contact             /plan/
/store id=:id        /plan/
/lang                /plan/      302  Language=zh
/status              /plan/      404
/a/*/b               /plan/
/only-one
https://elsewhere.example/*  https://www.harbour.example/:splat 301!
"""


@pytest.fixture
def redirected(make_repository, run_import):
    folder = make_repository({"_redirects": RULES})
    return folder, run_import(folder)


@pytest.mark.parametrize(
    ("old", "status", "target"),
    [
        ("/old-plan", 301, "/plan/"),
        ("/old-plan/", 301, "/plan/"),
        ("/temporary", 302, "/contact/"),
        ("/forced", 301, "/plan/"),
        ("/part", 301, "/plan/#deep"),
        ("/away", 301, "https://other.example/x?y=1"),
        ("/hosted", 301, "/plan/"),
        ("/svc/fees", 301, "/services/fees/"),
        ("/svc/hours", 301, "/services/hours"),
        ("/n/berths", 301, "/newsroom/media-releases/berths"),
        ("/gone", 301, "/plan/"),
    ],
)
def test_old_redirects_answer_once(redirected, old, status, target):
    response = served(old)
    assert (response.status_code, response["Location"]) == (status, target)


def test_a_redirect_to_a_file_leads_to_the_document(redirected):
    response = served("/form")
    assert response.status_code == 301
    assert response["Location"] == served("/files/form.txt")["Location"]


def test_what_can_t_be_carried_out_is_named_with_its_line(redirected):
    _, report = redirected
    item = next(item for item in report.items if item.source == "_redirects")
    assert [(note.line, str(note.code)) for note in item.warnings] == [
        (12, "redirect-unsupported"),
        (13, "redirect-nowhere"),
        (14, "redirect-conflict"),
        (15, "redirect-unsupported"),
        (16, "redirect-unsupported"),
        (17, "redirect-unsupported"),
        (18, "redirect-unsupported"),
        (19, "redirect-unsupported"),
        (20, "redirect-unsupported"),
    ]
    assert served("/contact").headers["Location"] == "/contact/", "the page wins"


def test_a_second_run_writes_no_row(redirected, run_import, django_assert_num_queries):
    folder, _ = redirected
    before = list(Redirect.objects.order_by("pk").values())
    report = run_import(folder)
    assert list(Redirect.objects.order_by("pk").values()) == before
    assert actions(report)["_redirects"] == "unchanged"


def test_a_row_that_a_person_changed_stays(redirected, run_import):
    folder, _ = redirected
    row = Redirect.objects.get(old_path="/old-plan")
    row.redirect_page = Page.objects.get(slug="contact")
    row.save()
    report = run_import(folder)
    row.refresh_from_db()
    assert row.redirect_page.slug == "contact"
    assert "redirect-conflict" in codes(report, "_redirects")


def test_a_rule_that_changed_in_the_source_changes_its_row(redirected, run_import):
    folder, _ = redirected
    (folder / "_redirects").write_text("/old-plan /contact/\n")
    assert actions(run_import(folder))["_redirects"] == "updated"
    assert served("/old-plan")["Location"] == "/contact/"


def test_pages_name_their_old_addresses(make_repository, run_import):
    run_import(make_repository({
        "pages/a.md": page("x", redirect_from="/was/here/"),
        "pages/b.md": "---\ntitle: B\npermalink: /b/\nredirect_from:\n  - /b1\n  - /b 2/\n---\nx",
    }))  # fmt: skip
    assert served("/was/here")["Location"] == "/page/"
    assert [served(old)["Location"] for old in ("/b1/", "/b%202")] == ["/b/", "/b/"]


def test_links_through_old_redirects_are_page_links(make_repository):
    repository = read(make_repository({"_redirects": RULES}))
    pages = {"/plan/": "plan", "/services/fees/": "fees"}
    book = AddressBook(repository.config, repository.tree, pages, redirects=repository.redirects)
    assert [book.find(href).source for href in (
        "/old-plan", "/OLD-PLAN/", "/svc/fees", "https://harbour.example/gone/x/y",
    )] == ["plan", "plan", "fees", "plan"]  # fmt: skip
    assert book.find("/part").anchor == "deep"
    assert book.find("/away").url == "https://other.example/x?y=1"


@pytest.mark.parametrize("rules", ["/a /b\n/b /a\n", "/a/* /a/x/:splat\n", "/a /a/\n"])
def test_redirects_that_lead_in_a_circle_end(make_repository, run_import, rules):
    report = run_import(make_repository({"_redirects": rules}))
    assert served("/a").status_code == 404
    assert "_redirects" in actions(report)


def test_old_addresses_of_files_answer_with_one_redirect(make_repository, run_import):
    folder = make_repository({
        "files/Annex A (final).txt": "Text of the annex.\n",
        "images/alone.png": picture("red"),
        "_services/plan.png": picture("green"),
        "images/broken.png": b"nothing",
        "images/old.jfif": picture("blue"),
    })  # fmt: skip
    report = run_import(folder)
    for old in ("/files/Annex%20A%20(final).txt", "/images/alone.png", "/images/quay.png",
                "/services/plan.png"):  # fmt: skip
        response = served(old)
        assert response.status_code == 301, old
        assert served(response["Location"]).status_code in {200, 404}, "stored files are media"
    assert codes(report, "images/alone.png") == {"file-unused"}
    assert codes(report, "images/broken.png") == {"image-broken"}
    assert codes(report, "images/old.jfif") == {"image-unsupported"}
    assert "images/quay.png" not in actions(report), "a page uses it"


def test_pages_that_only_lead_elsewhere_where_the_plugin_is_used(make_repository, run_import):
    files = {
        "pages/a.md": page("Hidden", redirect_to="https://other.example/"),
        "newsroom/stories/_posts/2024-01-01-x.md": page(
            "Hidden", permalink="/post/", redirect_to="/plan/"
        ),
    }
    config = CONFIG + "plugins:\n  - jekyll-redirect-from\n"
    report = run_import(make_repository({"_config.yml": config, **files}))
    assert codes(report, "pages/a.md") >= {"redirect-only"}
    assert served("/page/")["Location"] == "https://other.example/"
    assert served("/post/")["Location"] == "/plan/"
    assert actions(report)["newsroom/stories/_posts/2024-01-01-x.md"] == "entry"


def test_without_the_plugin_such_a_page_shows_itself(make_repository, run_import):
    run_import(make_repository({"pages/a.md": page("Shown", redirect_to="/plan/")}))
    assert b"Shown" in served("/page/").content
