"""The queue of pictures to be made: who asks, what happens to a broken one, and when a worker dies."""

import pytest
from django.core.management import call_command

from fixtures.factories import ContentPageFactory, HomePageFactory, NewsArticleFactory
from pages.media import jobs, making
from pages.media.worker import Changed, carry_out, store, work_off
from pages.models import RenditionJob, SiteImage, SiteRendition
from tests.media import samples
from tests.media.pictures import photograph

pytestmark = pytest.mark.django_db
State, Priority = RenditionJob.State, RenditionJob.Priority


def looks(image: SiteImage) -> set[str]:
    return set(RenditionJob.objects.get(pk=image.pk).looks)


def state(image: SiteImage) -> str:
    return RenditionJob.objects.get(pk=image.pk).state


@pytest.fixture
def broken(monkeypatch) -> SiteImage:
    """An image whose file no decoder reads."""
    image = photograph((80, 60))

    def fail(*args):
        raise OSError("broken data stream")

    monkeypatch.setattr(making, "_decoded", fail)
    return image


def test_a_new_image_gets_its_likely_looks() -> None:
    image = photograph()
    assert looks(image) == {"card", "text"}
    assert work_off() == 1
    assert (state(image), image.renditions.count()) == (State.DONE, 15)
    image.save()
    assert work_off() == 0


def test_a_page_gets_the_looks_of_its_places_and_what_opens_it_comes_first() -> None:
    HomePageFactory(site_root=True)
    inside, lead = photograph(), photograph()
    gallery = [("gallery", {"columns": "3", "images": [{"image": inside, "caption": ""}]})]
    NewsArticleFactory(lead_image=lead, body=gallery)
    assert "gallery" in looks(inside)
    assert {"lead", "sharing"} <= looks(lead)
    assert jobs.take().image == lead


def test_a_draft_asks_already() -> None:
    HomePageFactory(site_root=True)
    image = photograph()
    NewsArticleFactory(lead_image=image, draft=True)
    assert "lead" in looks(image)


def test_a_new_file_is_made_in_all_looks_of_the_old_one() -> None:
    image = photograph()
    jobs.ask_for_places([(image.pk, "lead_image")])
    work_off()
    old = set(image.renditions.values_list("file", flat=True))
    image = SiteImage.objects.get(pk=image.pk)
    image.file = samples.upload("new.jpg", samples.encoded(samples.picture((900, 900)), "JPEG"))
    image.save()
    work_off()
    new = SiteRendition.objects.filter(image=image)
    assert new.filter(filter_spec="fill-1200x630|format-jpeg").exists()
    assert old.isdisjoint(new.values_list("file", flat=True))


def test_a_broken_image_is_tried_again_later_each_time_and_then_given_up(
    broken, clock, caplog
) -> None:
    RenditionJob.objects.update(not_before=clock.now())
    waits = []
    for _ in range(jobs.MAX_ATTEMPTS):
        assert work_off() == 1
        job = RenditionJob.objects.get(pk=broken.pk)
        waits.append((job.not_before - clock.now()).total_seconds())
        assert work_off() == 0
        clock.set(max(job.not_before, clock.now()))
    assert waits[:4] == [10, 20, 40, 80]
    assert state(broken) == State.GIVEN_UP
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "broken data stream" in caplog.text
    clock.forward(days=1)
    jobs.sweep()
    assert work_off() == 0


def test_a_job_is_taken_by_one_worker_only() -> None:
    photograph()
    assert jobs.take() is not None
    assert jobs.take() is None


def test_the_job_of_a_dead_worker_is_taken_up_again(clock) -> None:
    image = photograph((80, 60))
    dead = jobs.take()
    clock.forward(seconds=jobs.LEASE.total_seconds() - 1)
    assert jobs.take() is None
    clock.forward(seconds=1)
    assert work_off() == 1
    assert state(image) == State.DONE
    # It was not dead but slow: what it says now counts no more.
    jobs.put_off(dead, "late")
    assert state(image) == State.DONE


def test_an_image_that_kills_its_workers_is_given_up(clock, caplog) -> None:
    image = photograph((80, 60))
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.take() is not None
        clock.forward(seconds=jobs.LEASE.total_seconds())
    assert jobs.take() is None
    assert state(image) == State.GIVEN_UP
    assert "workers ended" in caplog.text


def test_an_image_that_is_replaced_meanwhile_is_made_again(media_root) -> None:
    image = photograph((80, 60))
    job = jobs.take()
    newer = SiteImage.objects.get(pk=image.pk)
    newer.file = samples.upload("new.jpg", samples.photo())
    newer.save()
    with pytest.raises(Changed):
        store(job.image, job.looks)
    carry_out(job)
    assert state(image) == State.WAITING
    assert not SiteRendition.objects.exists()
    # What was made of the old file is gone.
    assert [path for path in (media_root / "renditions").rglob("*") if path.is_file()] == []


def test_a_look_asked_for_meanwhile_is_made_too() -> None:
    image = photograph((80, 60))
    job = jobs.take()
    jobs.ask_for_places([(image.pk, "body.quote.portrait")])
    carry_out(job)
    assert state(image) == State.WAITING
    work_off()
    assert image.renditions.filter(filter_spec="fill-128x128|format-webp").exists()


def test_the_search_finds_what_came_in_another_way() -> None:
    HomePageFactory(site_root=True)
    image = photograph((80, 60))
    ContentPageFactory(body=[("image", {"image": image})])
    RenditionJob.objects.all().delete()
    call_command("make_renditions", "--once")
    assert state(image) == State.DONE
    image.renditions.all().delete()
    call_command("make_renditions", "--once")
    assert image.renditions.exists()


def test_sizes_that_a_new_version_has_are_made(monkeypatch) -> None:
    image = photograph()
    work_off()
    looks = {**jobs.looks.LOOKS, "text": jobs.looks.Look(("width-500",))}
    monkeypatch.setattr(jobs.looks, "LOOKS", looks)
    monkeypatch.setattr(making, "LOOKS", looks)
    jobs.sweep()
    work_off()
    assert image.renditions.filter(filter_spec="width-500|format-avif").exists()
