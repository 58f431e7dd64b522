"""A whole site around the items: public pages that point at every one of them, and people."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Group, Permission, User
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageSubscription,
    Site,
)

from fixtures import factories as make
from newsroom.models import NewsArticlePage, NewsListPage, NewsroomPage, PressReleasePage
from newsroom.releases.models import CalendarKey
from newsroom.releases.staging import previews
from pages import clock
from pages.models import (
    ContentPage,
    HomePage,
    Navigation,
    SearchPage,
    SectionPage,
    SiteDocument,
    SiteImage,
    SiteSettings,
)
from tests.embargo.items import Item, State, make_item
from tests.embargo.tokens import token

PAGE_RIGHTS = ["add", "change", "publish", "lock", "unlock", "bulk_delete"]
FILE_RIGHTS = ["add", "change", "delete", "choose"]


@dataclass
class World:
    """Everything a surface may need to be asked for."""

    site: Site
    home: HomePage
    newsroom: NewsroomPage
    news: NewsListPage
    section: SectionPage
    search: SearchPage
    article: NewsArticlePage
    elsewhere_page: ContentPage
    own_draft: PressReleasePage
    elsewhere_image: SiteImage
    elsewhere_document: SiteDocument
    people: dict[str, User]
    #: A link to `own_draft` for a journalist, and an editor's calendar.
    preview_token: str = ""
    calendar_token: str = ""
    items: dict[State, Item] = field(default_factory=dict)

    @property
    def collection(self) -> Collection:
        """Where the files of the items lie."""
        return next(iter(self.items.values())).image.collection


def build(states: list[State]) -> World:
    """The site, with one item for each state."""
    home = make.HomePageFactory(site_root=True, slug="front", title="Front")
    newsroom = make.NewsroomFactory(title="Media hub", slug="hub", parent=home)
    news = make.NewsListFactory(title="News", slug="news", parent=newsroom)
    section = make.SectionPageFactory(title="Elsewhere", slug="elsewhere", parent=home)
    root = Collection.get_first_root_node()
    secret, own = (root.add_child(name=name) for name in ("Newsroom files", "Elsewhere files"))
    people = _people(news, section, secret, own)
    world = World(
        site=Site.objects.get(is_default_site=True),
        home=home,
        newsroom=newsroom,
        news=news,
        section=section,
        search=make.SearchPageFactory(parent=home, slug="search"),
        article=make.NewsArticleFactory(title="Old article", slug="old", parent=news),
        elsewhere_page=make.ContentPageFactory(
            title="Elsewhere page", parent=section, user=people["other"]
        ),
        own_draft=make.PressReleaseFactory(
            title="My own draft", slug="mine", parent=news, user=people["adder"], draft=True
        ),
        elsewhere_image=make.SiteImageFactory(title="Elsewhere picture", collection=own),
        elsewhere_document=make.SiteDocumentFactory(title="Elsewhere document", collection=own),
        people=people,
    )
    for state in states:
        world.items[state] = make_item(state, news, secret, people["author"], people["approver"])
    _point_at(world)
    _change_the_list(world)
    soon = clock.now() + timedelta(days=1)
    _, world.preview_token = previews.share_page(
        people["author"], world.own_draft, "A journalist", soon
    )
    world.calendar_token = CalendarKey.issue(people["editor"])
    return world


def _change_the_list(world: World) -> None:
    """A draft of the public list itself, below which some may only add."""
    draft = NewsListPage.objects.get(pk=world.news.pk)
    draft.title = token(State.AMENDED, "listtitle")
    draft.intro = f"<p>{token(State.AMENDED, 'listintro')}</p>"
    draft.go_live_at = clock.now() + timedelta(hours=2)
    draft.save_revision(user=world.people["author"])


def _people(
    news: NewsListPage, section: SectionPage, secret: Collection, own: Collection
) -> dict[str, User]:
    elsewhere, adders = _group("Elsewhere"), _group("Adders")
    _grant_pages(elsewhere, section, PAGE_RIGHTS)
    _grant_files(elsewhere, own, FILE_RIGHTS)
    _grant_pages(adders, news, ["add"])
    _grant_files(adders, secret, ["add"])
    return {
        "other": make.UserFactory(username="other", group="Elsewhere"),
        "adder": make.UserFactory(username="adder", group="Adders"),
        "editor": make.UserFactory(username="editor", group="Editors"),
        "author": make.UserFactory(username="author", group="Administrators"),
        "approver": make.UserFactory(username="approver", group="Approvers"),
        "superuser": make.UserFactory(username="root", is_superuser=True, is_staff=True),
    }


def _group(name: str) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


def _grant_pages(group: Group, page: Page, actions: list[str]) -> None:
    for action in actions:
        right = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{action}_page"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=right)


def _grant_files(group: Group, collection: Collection, actions: list[str]) -> None:
    for app, model in [("wagtailimages", "image"), ("wagtaildocs", "document")]:
        for action in actions:
            right = Permission.objects.get(
                content_type__app_label=app, codename=f"{action}_{model}"
            )
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=right
            )


def _point_at(world: World) -> None:
    """Let live pages, the menu, the footer and redirects lead to every item."""
    pages = [item.page for item in world.items.values()]
    parents = [item.parent for item in world.items.values() if item.parent != world.news]
    _fill(world.home, [*_bands(pages), *_lists([world.news, *parents])], pages)
    _fill(world.elsewhere_page, _bands(pages), pages)
    world.article.related = [world.article.related.model(target=page) for page in pages[:6]]
    world.article.save_revision().publish()
    entries = [{"type": "item", "value": _entry(page)} for page in [*pages, *parents]]
    menu, _ = Navigation.objects.get_or_create(site=world.site)
    menu.items = menu.items.stream_block.to_python(entries)
    menu.save()
    settings, _ = SiteSettings.objects.get_or_create(site=world.site)
    settings.footer_links = settings.footer_links.stream_block.to_python(
        [{"type": "link", "value": _entry(page)} for page in pages]
    )
    settings.contact_page = pages[0] if pages else None
    settings.save()
    for state, item in world.items.items():
        Redirect.objects.create(
            old_path=f"/old-{state}", site=world.site, redirect_page=item.page, is_permanent=True
        )
        PageSubscription.objects.create(
            user=world.people["author"], page=item.page, comment_notifications=True
        )


def _fill(page: Page, body: list[dict], pages: list[Page]) -> None:
    page.body = page.body.stream_block.to_python(body)
    if isinstance(page, HomePage):
        highlights = [{"title": "Here", "link": {"page": target.pk}} for target in pages]
        page.highlights = page.highlights.stream_block.to_python(
            [{"type": "highlight", "value": value} for value in highlights]
        )
    page.save_revision().publish()


def _bands(pages: list[Page]) -> list[dict]:
    links = "".join(f'<a linktype="page" id="{page.pk}">here</a>' for page in pages)
    cards = [{"title": "A card", "link": {"page": page.pk}} for page in pages]
    return [
        {"type": "paragraph", "value": f"<p>{links}</p>"},
        {"type": "card_grid", "value": {"columns": "3", "cards": cards}},
        *(
            {"type": "button", "value": {"label": "Go", "link": {"page": page.pk}}}
            for page in pages
        ),
    ]


def _lists(listings: list[Page]) -> list[dict]:
    return [
        {
            "type": "latest_items",
            "value": {"title": "Latest", "listing": listing.pk, "count": "12"},
        }
        for listing in listings
    ]


def _entry(page: Page) -> dict:
    return {"label": "", "link": {"page": page.pk}}
