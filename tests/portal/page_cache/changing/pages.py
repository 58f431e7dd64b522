"""What happens to pages."""

import random
from collections.abc import Iterator

from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.models import NewsListPage, NewsroomItem
from pages.models import ContentPage, HomePage, SectionPage, StrategyPage
from tests.portal.page_cache.changing.choosing import Change, a_page, fresh, published
from tests.portal.page_cache.everything import Everything


def title(on: Everything, chance: random.Random) -> None:
    published(a_page(chance, lower=2), title=fresh("Title"))


def title_in_menu(on: Everything, chance: random.Random) -> None:
    published(Page.objects.get(pk=on.lower.pk).specific, title=fresh("In the menu"))


def title_of_home(on: Everything, chance: random.Random) -> None:
    published(a_page(chance, HomePage, lower=2), title=fresh("Home"))


def summary(on: Everything, chance: random.Random) -> None:
    page = a_page(chance, ContentPage, StrategyPage, NewsroomItem)
    published(page, summary=fresh("A summary"))


def description(on: Everything, chance: random.Random) -> None:
    published(a_page(chance), search_description=fresh("For search engines"))


def opening_picture(on: Everything, chance: random.Random) -> None:
    published(a_page(chance, StrategyPage), hero_image=chance.choice(on.images))


def sharing_picture(on: Everything, chance: random.Random) -> None:
    published(a_page(chance), social_image=chance.choice(on.images))


def words(on: Everything, chance: random.Random) -> None:
    page = a_page(chance, ContentPage)
    page.body.append(("paragraph", f"<p>{fresh('Words')}</p>"))
    publish(page)


def take_off(on: Everything, chance: random.Random) -> Iterator[None]:
    page = a_page(chance)
    page.unpublish()
    yield
    published(a_page(chance, live=False), title=fresh("Back"))


def take_off_a_branch(on: Everything, chance: random.Random) -> Iterator[None]:
    """Without what is below it."""
    page = a_page(chance, SectionPage, NewsListPage)
    page.unpublish()
    yield
    publish(page)


def add(on: Everything, chance: random.Random) -> None:
    make.ContentPageFactory(parent=a_page(chance, SectionPage), title=fresh("New"))


def add_where_nothing_was(on: Everything, chance: random.Random) -> None:
    for slug, parent in (("nowhere", on.home), ("later", on.section)):
        parent = Page.objects.get(pk=parent.pk)
        if not parent.get_children().filter(slug=slug).exists():
            make.ContentPageFactory(parent=parent, title=fresh("At last"), slug=slug)
            return


def delete(on: Everything, chance: random.Random) -> None:
    """One that nothing of the test needs."""
    a_page(chance, ContentPage).delete()


def move(on: Everything, chance: random.Random) -> None:
    page = a_page(chance, ContentPage, StrategyPage)
    target = on.lower if page.is_child_of(on.section) else on.section
    target = Page.objects.get(pk=target.pk)
    if not target.get_children().filter(slug=page.slug).exists():
        page.move(target, pos="last-child")


def move_a_branch(on: Everything, chance: random.Random) -> None:
    lower = Page.objects.get(pk=on.lower.pk)
    target = on.home if lower.is_child_of(on.section) else on.section
    lower.move(Page.objects.get(pk=target.pk), pos="first-child")


def reorder(on: Everything, chance: random.Random) -> None:
    first, *_, last = Page.objects.get(pk=on.section.pk).get_children()
    if first != last:
        last.move(first, pos="left")


def rename(on: Everything, chance: random.Random) -> None:
    published(a_page(chance), slug=fresh("slug").replace(" ", "-"))


def rename_a_branch(on: Everything, chance: random.Random) -> None:
    branch = a_page(chance, SectionPage, NewsListPage)
    published(branch, slug=fresh("branch").replace(" ", "-"))


def own_address(on: Everything, chance: random.Random) -> Iterator[None]:
    page = published(a_page(chance), permalink="/own/address")
    on.look_around()
    yield
    published(page, permalink="")


def group(on: Everything, chance: random.Random) -> None:
    published(a_page(chance, ContentPage), nav_group=fresh("Group"))


def in_menus(on: Everything, chance: random.Random) -> None:
    page = a_page(chance)
    page.show_in_menus = not page.show_in_menus
    page.save()


def restrict(on: Everything, chance: random.Random) -> Iterator[None]:
    kept = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=a_page(chance).pk), restriction_type="login"
    )
    yield
    kept.delete()


def copy(on: Everything, chance: random.Random) -> None:
    page = a_page(chance, ContentPage)
    page.copy(update_attrs={"title": fresh("Copy"), "slug": fresh("copy").replace(" ", "-")})


def translation(on: Everything, chance: random.Random) -> Iterator[None]:
    malay = Page.objects.filter(locale__language_code="ms", depth__gte=3).order_by("pk")
    page = chance.choice([*malay]).specific
    page.unpublish()
    yield
    published(page, title=fresh("Tajuk"))


def past_the_door(on: Everything, chance: random.Random) -> None:
    Page.objects.filter(pk=a_page(chance).pk).update(title=fresh("Bulk"))


def past_django(on: Everything, chance: random.Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET title = %s WHERE id = %s",
            [fresh("Raw"), a_page(chance).pk],
        )


def several_at_once(on: Everything, chance: random.Random) -> None:
    """In one transaction, one of them taken back."""
    with transaction.atomic():
        published(a_page(chance), title=fresh("One of two"))
        with transaction.atomic():
            published(a_page(chance), title=fresh("Taken back"))
            transaction.set_rollback(True)
        published(a_page(chance), title=fresh("Two of two"))


_ALL: list[Change] = [
    title, title_in_menu, title_of_home, summary, description, opening_picture, sharing_picture,
    words, take_off, take_off_a_branch, add, add_where_nothing_was, delete, move, move_a_branch,
    reorder, rename, rename_a_branch, own_address, group, in_menus, restrict, copy, translation,
    past_the_door, past_django, several_at_once,
]  # fmt: skip
PAGES = {f"page: {change.__name__}": change for change in _ALL}
