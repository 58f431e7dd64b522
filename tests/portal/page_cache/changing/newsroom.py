"""What happens in the newsroom."""

import random
from collections.abc import Iterator
from datetime import timedelta

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from fixtures.factories.releases import make_release
from newsroom import former_addresses, withdrawal
from newsroom.models import NewsArticlePage, NewsroomItem, PressReleasePage, RelatedItem, Topic
from newsroom.releases.dispatcher import run_pass
from pages import clock
from pages.models import ContentPage
from tests.portal.page_cache.changing.choosing import Change, a_page, again, fresh, published
from tests.portal.page_cache.everything import Everything


def add_article(on: Everything, chance: random.Random) -> None:
    make.NewsArticleFactory(
        parent=again(on.lists[0]), title=fresh("Article"), topics=list(Topic.objects.all()[:1])
    )


def add_release(on: Everything, chance: random.Random) -> None:
    make.PressReleaseFactory(parent=again(on.lists[1]), title=fresh("Release"))


def take_off_item(on: Everything, chance: random.Random) -> Iterator[None]:
    item = a_page(chance, NewsroomItem)
    item.unpublish()
    yield
    publish(item)


def date(on: Everything, chance: random.Random) -> None:
    item = a_page(chance, NewsroomItem)
    published(item, date=item.date - timedelta(days=chance.randrange(400)))


def lead_picture(on: Everything, chance: random.Random) -> None:
    published(a_page(chance, NewsArticlePage), lead_image=chance.choice(on.images))


def topics_of_item(on: Everything, chance: random.Random) -> None:
    item = a_page(chance, NewsArticlePage, PressReleasePage)
    item.topics.set(list(Topic.objects.order_by("?")[: chance.randrange(3)]))
    publish(item)


def related(on: Everything, chance: random.Random) -> None:
    item = a_page(chance, NewsArticlePage)
    item.related = [RelatedItem(target=a_page(chance, NewsroomItem, ContentPage))]
    publish(item)


def change_note(on: Everything, chance: random.Random) -> None:
    item = a_page(chance, NewsArticlePage, PressReleasePage)
    item.describe_change(fresh("The closing date was moved"))
    publish(item)


def withdraw(on: Everything, chance: random.Random) -> Iterator[None]:
    item = a_page(chance, NewsArticlePage, PressReleasePage)
    withdrawal.withdraw(item, fresh("It was wrong"), replaced_by=a_page(chance, ContentPage))
    item = publish(item)
    yield
    withdrawal.reinstate(item, fresh("It was right"))
    publish(item)


def send_readers_on(on: Everything, chance: random.Random) -> Iterator[None]:
    item = a_page(chance, NewsroomItem)
    target = a_page(chance, ContentPage)
    former_addresses.send_readers(item, target)
    item.unpublish()
    yield
    former_addresses.send_readers(again(item), None)
    yield
    publish(item)


def rename_topic(on: Everything, chance: random.Random) -> None:
    topic = chance.choice([*Topic.objects.order_by("pk")])
    topic.name = fresh("Topic")
    topic.save()


def move_topic(on: Everything, chance: random.Random) -> None:
    topic = chance.choice([*Topic.objects.order_by("pk")])
    topic.slug = fresh("topic").replace(" ", "-")
    topic.save()


def delete_topic(on: Everything, chance: random.Random) -> None:
    make.TopicFactory(name=fresh("Topic"), slug=fresh("topic").replace(" ", "-"))
    Topic.objects.order_by("pk")[0].delete()


def release_goes_out(on: Everything, chance: random.Random) -> Iterator[None]:
    pages = {page.pk: page for page in (a_page(chance, NewsroomItem), a_page(chance, ContentPage))}
    for page in pages.values():
        page.title = fresh("Released")
        page.save_revision()
    release = make_release(*pages.values(), at=clock.now() + timedelta(seconds=30))
    yield
    # A pass of the dispatcher; at the instant itself nobody else has done anything.
    clock_at = release.instant
    on.time.set(clock_at - timedelta(seconds=1))
    yield
    on.time.set(clock_at)
    run_pass()


def release_without_dispatcher(on: Everything, chance: random.Random) -> Iterator[None]:
    page = a_page(chance, NewsroomItem)
    page.title = fresh("Released by a reader")
    page.save_revision()
    release = make_release(page, at=clock.now() + timedelta(seconds=30))
    yield
    on.time.set(release.instant)


def contact(on: Everything, chance: random.Random) -> None:
    chosen = again(chance.choice(on.contacts))
    chosen.name = fresh("Desk")
    chosen.save()


def intro_of_list(on: Everything, chance: random.Random) -> None:
    published(again(on.lists[0]), title=fresh("List"), intro=f"<p>{fresh('Intro')}</p>")


_ALL: list[Change] = [
    add_article, add_release, take_off_item, date, lead_picture, topics_of_item, related,
    change_note, withdraw, send_readers_on, rename_topic, move_topic, delete_topic,
    release_goes_out, release_without_dispatcher, contact, intro_of_list,
]  # fmt: skip
NEWSROOM = {f"newsroom: {change.__name__}": change for change in _ALL}
