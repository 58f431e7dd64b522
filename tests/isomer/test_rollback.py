"""An import is taken back: the site is as it was, except for what people changed."""

from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from newsroom.models import PressReleasePage
from pages.models import ContentPage, Navigation, SiteImage, SiteSettings
from pages.snippets import Contact
from portal.isomer.errors import ImportStop
from portal.isomer.lifecycle import import_repository, take_back
from portal.isomer.mapping import Mapping
from portal.isomer.models import ImportRun, RunState
from portal.isomer.reader import read
from portal.isomer.rollback import preview
from tests.isomer.outcome import everything_counted, served

pytestmark = pytest.mark.django_db


def imported_from(folder: Path, **options) -> ImportRun:
    record, _ = import_repository(read(folder), Mapping(), **options)
    return record


def taken_back(record: ImportRun) -> ImportRun:
    take_back(record, lambda phase, done, total: None)
    return record


def change(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


FEES = "_services/fees.md"


@pytest.fixture
def folder(make_repository) -> Path:
    return make_repository({"_redirects": "/old-fees /services/fees/\n"})


def test_everything_made_is_gone(folder, media_root, django_capture_on_commit_callbacks):
    before = everything_counted()
    titles = list(Page.objects.values_list("depth", "live"))
    record = imported_from(folder)
    assert preview(record).removed == ImportRun.objects.get().total
    # Files go when the transaction is committed.
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(record)
    after = everything_counted()
    # What is left of the import are the rows that remember the settings it gave back.
    assert after | {"ImportedSetting": 0} == before | {"ImportedSetting": 0}
    assert list(Page.objects.values_list("depth", "live")) == titles
    assert Redirect.objects.count() == Contact.objects.count() == 0
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    assert record.state == RunState.ROLLED_BACK
    assert record.message.startswith(f"{record.total} pages removed, 0 returned")


def test_the_site_keeps_a_root_and_can_import_again(folder):
    taken_back(imported_from(folder))
    root = Site.objects.get(is_default_site=True).root_page
    assert (type(root.specific), root.depth, root.title) == (Page, 2, "Welcome")
    again = imported_from(folder)
    assert served("/services/fees/").status_code == 200
    assert again.totals["created"] > 10


def test_settings_return_to_what_they_were(folder):
    site = Site.objects.get(is_default_site=True)
    record = imported_from(folder)
    settings = SiteSettings.objects.get(site=site)
    settings.tagline = "By the water, since ever"
    settings.save()
    assert (settings.site_name, settings.accent_colour) == ("Harbour Office", "#1d4f91")
    assert len(Navigation.objects.get(site=site).items) == 3
    taken_back(record)
    settings.refresh_from_db()
    assert (settings.site_name, settings.accent_colour) == ("", SiteSettings().accent_colour)
    assert settings.tagline == "By the water, since ever"
    assert len(Navigation.objects.get(site=site).items) == 0


def test_an_edited_page_stays_with_those_above_it(folder):
    record = imported_from(folder)
    edited = ContentPage.objects.get(imported_from__source=FEES)
    edited.title = "Our fees"
    edited.save_revision().publish()
    plan = preview(record)
    assert plan.kept == ["Our fees"]
    taken_back(record)
    assert served("/services/fees/").status_code == 200
    assert "“Our fees”" in record.message
    kept = set(Page.objects.filter(depth__gt=1).values_list("title", flat=True))
    assert kept == {"Our fees", "Services", "Harbour Office"}


def test_a_page_that_somebody_put_below_an_imported_one_stays(folder):
    record = imported_from(folder)
    section = Page.objects.get(title="Services", depth=3).specific
    section.add_child(instance=ContentPage(title="Added", slug="added"))
    taken_back(record)
    assert Page.objects.get(slug="added").get_parent().title == "Services"


def test_a_changed_page_returns_to_its_earlier_version(folder):
    imported_from(folder)
    before = served("/services/fees/").content.decode()
    change(folder, FEES, "Berths", "Moorings")
    second = imported_from(folder)
    assert second.totals["updated"] == 1
    assert "Moorings" in served("/services/fees/").content.decode()
    assert (preview(second).removed, preview(second).restored) == (0, 1)
    taken_back(second)
    after = served("/services/fees/").content.decode()
    assert "Moorings" not in after
    assert "Berths cost" in after
    assert before.count("<p>") == after.count("<p>")
    # The source still says otherwise: the next import writes it again.
    third = imported_from(folder)
    assert third.totals["updated"] == 1
    assert "Moorings" in served("/services/fees/").content.decode()


def test_imports_are_taken_back_in_the_order_of_their_writing(folder):
    first = imported_from(folder)
    change(folder, FEES, "Berths", "Moorings")
    second = imported_from(folder)
    assert preview(first).blocked.startswith("A newer import wrote to the same pages")
    with pytest.raises(ImportStop, match="A newer import"):
        taken_back(first)
    taken_back(second)
    taken_back(first)
    assert Page.objects.filter(depth__gt=2).count() == 0


def test_an_import_that_changed_nothing_is_no_obstacle(folder):
    first = imported_from(folder)
    imported_from(folder)
    assert preview(first).blocked == ""


@pytest.mark.parametrize(
    ("state", "dry_run", "reason"),
    [
        (RunState.ROLLED_BACK, False, "taken back already"),
        (RunState.WAITING, False, "not over yet"),
        (RunState.FINISHED, True, "it changed nothing"),
    ],
)
def test_what_can_not_be_taken_back(state, dry_run, reason):
    record = ImportRun.objects.create(source="x", state=state, dry_run=dry_run)
    assert reason in preview(record).blocked
    with pytest.raises(ImportStop, match=reason):
        taken_back(record)


def test_a_picture_that_somebody_uses_stays(folder):
    record = imported_from(folder)
    release = PressReleasePage.objects.first()
    picture = SiteImage.objects.first()
    ours = Page.objects.get(depth=1).add_child(
        instance=ContentPage(title="Ours", slug="ours", social_image=picture)
    )
    taken_back(record)
    assert not PressReleasePage.objects.filter(pk=release.pk).exists()
    ours.refresh_from_db()
    assert ours.social_image_id == picture.pk
    assert SiteImage.objects.count() == 1


def test_an_interrupted_rollback_is_ended_before_anything_is_imported(folder, monkeypatch):
    record = imported_from(folder)

    def fail(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.isomer.rollback._forget_unused", fail)
    with pytest.raises(KeyboardInterrupt):
        taken_back(record)
    monkeypatch.undo()
    with pytest.raises(ImportStop, match=f"--rollback {record.pk}"):
        imported_from(folder)
    taken_back(record)
    assert imported_from(folder).state == RunState.FINISHED


def test_unknown_pages_are_left_alone(folder):
    ours = Page.objects.get(depth=1).add_child(instance=ContentPage(title="Ours", slug="ours"))
    taken_back(imported_from(folder))
    assert Page.objects.filter(pk=ours.pk).exists()
