"""Runs after the first: what changed is written, what was edited here is left alone."""

from wagtail.models import Site

from newsroom.models import PressReleasePage
from pages.models import (
    ContentPage,
    HomePage,
    SiteSettings,
    StrategyPage,
)
from tests.isomer.outcome import actions, codes, everything_counted, served
from tests.isomer.repository import FILES, HOME


def test_a_second_run_writes_nothing(imported, run_import, media_root):
    folder, _ = imported
    before = everything_counted()
    files = sorted(media_root.rglob("*"))
    report = run_import(folder, (("/plan/", "strategy"),))
    assert set(actions(report).values()) == {"unchanged"}
    assert everything_counted() == before
    assert sorted(media_root.rglob("*")) == files


def test_only_the_page_whose_source_changed_is_updated(imported, run_import):
    folder, _ = imported
    before = everything_counted()
    source = "_services/hours.md"
    (folder / source).write_text(FILES[source].replace("at nine", "at eight"))
    report = run_import(folder, (("/plan/", "strategy"),))
    assert {s for s, action in actions(report).items() if action != "unchanged"} == {source}
    assert actions(report)[source] == "updated"
    assert b"at eight" in served("/services/hours").content
    assert everything_counted() == {**before, "Revision": before["Revision"] + 1}


def test_an_edited_page_is_left_alone(imported, run_import):
    folder, _ = imported
    fees = ContentPage.objects.get(title="Fees")
    fees.title = "Prices"
    revision = fees.save_revision()
    revision.publish()
    (folder / "_services/fees.md").write_text(FILES["_services/fees.md"] + "More.\n")
    report = run_import(folder, (("/plan/", "strategy"),))
    assert actions(report)["_services/fees.md"] == "kept-local-edit"
    assert codes(report, "_services/fees.md") >= {"local-edit"}
    fees.refresh_from_db()
    assert (fees.title, fees.latest_revision_id) == ("Prices", revision.pk)


def test_a_draft_on_top_or_unpublishing_counts_as_an_edit(imported, run_import):
    folder, _ = imported
    ContentPage.objects.get(title="Fees").save_revision()
    PressReleasePage.objects.get().unpublish()
    found = actions(run_import(folder, (("/plan/", "strategy"),)))
    assert {s for s, action in found.items() if action == "kept-local-edit"} == {
        "_services/fees.md",
        "newsroom/media-releases/_posts/2023-06-01-post-berths.md",
    }


def test_a_page_deleted_in_the_admin_is_made_again(imported, run_import):
    folder, _ = imported
    ContentPage.objects.get(title="Opening hours").delete()
    assert actions(run_import(folder, (("/plan/", "strategy"),)))["_services/hours.md"] == "created"
    assert served("/services/hours").status_code == 200


def test_another_type_in_the_map_makes_the_page_anew(imported, run_import):
    folder, _ = imported
    report = run_import(folder)
    assert actions(report)["pages/plan.md"] == "updated"
    assert "type-changed" in codes(report, "pages/plan.md")
    assert not StrategyPage.objects.exists()
    plan = ContentPage.objects.get(title="The Plan")
    assert served("/plan/").status_code == 200
    release = PressReleasePage.objects.get()
    assert f'id="{plan.pk}"' in str(release.body.get_prep_value())
    assert set(actions(run_import(folder)).values()) == {"unchanged"}


def test_a_renamed_file_keeps_its_page(imported, run_import):
    folder, _ = imported
    pk = StrategyPage.objects.get().pk
    (folder / "pages/plan.md").rename(folder / "pages/our plan.md")
    report = run_import(folder, (("/plan/", "strategy"),))
    assert actions(report)["pages/our plan.md"] == "unchanged"
    assert StrategyPage.objects.get().pk == pk


def test_a_file_that_is_gone_leaves_its_page(imported, run_import):
    folder, _ = imported
    (folder / "_services/hours.md").unlink()
    report = run_import(folder, (("/plan/", "strategy"),))
    assert actions(report)["_services/hours.md"] == "skipped"
    assert codes(report, "_services/hours.md") == {"source-gone"}
    assert served("/services/hours").status_code == 200


def test_a_setting_changed_in_the_admin_is_left_alone(imported, run_import):
    folder, _ = imported
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name = "Another name"
    settings.save()
    report = run_import(folder, (("/plan/", "strategy"),))
    assert actions(report)["_config.yml"] == "kept-local-edit"
    assert SiteSettings.for_site(Site.objects.get()).site_name == "Another name"


def test_the_changed_home_page_is_updated(imported, run_import):
    folder, _ = imported
    (folder / "index.md").write_text(HOME.replace("Ships welcome", "Boats welcome"))
    report = run_import(folder, (("/plan/", "strategy"),))
    assert [s for s, action in actions(report).items() if action == "updated"] == ["index.md"]
    assert HomePage.objects.get().hero_title == "Boats welcome"
