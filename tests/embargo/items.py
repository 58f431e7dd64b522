"""One press release for each way of not being public yet, or no longer."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Comment, Page, Revision, TaskState, WorkflowState

from fixtures import factories as make
from fixtures.factories import lifecycle
from fixtures.factories.releases import make_release
from newsroom.models import NewsListPage, PressReleasePage, Topic
from newsroom.releases.models import Release, ReleaseItem
from pages import clock
from pages.discovery import sitemaps
from pages.models import SiteDocument, SiteImage
from tests.embargo.tokens import token


class State(models.TextChoices):
    """How an item stands; the value is the code in its tokens."""

    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "sched"
    ARMED = "armed"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    UNPUBLISHED = "gone"
    BELOW = "below"
    AMENDED = "amended"
    PUBLIC = "public"


#: States in which the public may not see the page at all.
HIDDEN = [state for state in State if state not in (State.AMENDED, State.PUBLIC)]
#: States whose tokens nobody may see who has no right to the page.
EMBARGOED = [state for state in State if state != State.PUBLIC]


@dataclass(frozen=True)
class Item:
    """A page with everything that belongs to it; each part carries tokens of the state."""

    state: State
    page: PressReleasePage
    image: SiteImage
    document: SiteDocument
    topic: Topic
    release: Release | None = None

    @property
    def revision(self) -> Revision:
        return self.page.latest_revision

    @property
    def parent(self) -> Page:
        return self.page.get_parent()

    @property
    def workflow_state(self) -> WorkflowState | None:
        return self.page.workflow_states.first()

    @property
    def task_state(self) -> TaskState | None:
        state = self.workflow_state
        return state.current_task_state if state else None

    @property
    def release_item(self) -> ReleaseItem | None:
        return self.release.items.first() if self.release else None

    @property
    def sitemap(self) -> str:
        """The number of the sitemap that its page is in."""
        return str(self.page.pk // sitemaps.CHUNK)

    @property
    def redirect(self) -> Redirect | None:
        return Redirect.objects.filter(redirect_page=self.page).first()


def make_item(
    state: State, parent: NewsListPage, collection: Collection, author: User, approver: User
) -> Item:
    """Bring a new item to a state, as the admin does it."""
    image, document, topic = _files_and_topic(state, collection)
    fields = _fields(state, image, document)
    if state == State.AMENDED:
        page = make.PressReleaseFactory(title="As published", parent=parent, user=author)
        for name, value in fields.items():
            setattr(page, name, value)
    else:
        parent = _closed_parent(parent) if state == State.BELOW else parent
        page = make.PressReleaseFactory(parent=parent, user=author, draft=True, **fields)
    page.topics.add(topic)
    page.wagtail_admin_comments = [
        Comment(user=author, text=token(state, "comment"), contentpath="title", page=page)
    ]
    release = _bring(page, state, author, approver)
    stored = lifecycle.stored(page)
    return Item(state, stored, image, document, topic, release)


def _files_and_topic(state: State, collection: Collection) -> tuple[SiteImage, SiteDocument, Topic]:
    image = make.SiteImageFactory(
        title=token(state, "imagetitle"),
        alt_text=token(state, "alt"),
        credit=token(state, "credit"),
        collection=collection,
        file__filename=f"{token(state, 'imagefile')}.png",
    )
    image.tags.add(token(state, "imagetag"))
    document = make.SiteDocumentFactory(
        title=token(state, "doctitle"),
        collection=collection,
        file=ContentFile(token(state, "docbody").encode(), name=f"{token(state, 'docfile')}.txt"),
    )
    document.tags.add(token(state, "doctag"))
    topic = make.TopicFactory(name=token(state, "topicname"), slug=token(state, "topicslug"))
    return image, document, topic


def _fields(state: State, image: SiteImage, document: SiteDocument) -> dict:
    paragraph = {"text": f"<p>{token(state, 'body')}</p>", "number": None, "unnumbered": False}
    figure = {
        "image": {"image": image.pk, "alt_text": token(state, "figurealt"), "decorative": False},
        "caption": f"<p>{token(state, 'caption')}</p>",
        "size": "full",
    }
    download = {"document": document.pk, "title": token(state, "download")}
    body = [
        {"type": "heading", "value": {"text": token(state, "heading"), "level": "h2"}},
        {"type": "paragraph", "value": paragraph},
        {"type": "image", "value": figure},
    ]
    downloads = {"type": "downloads", "value": {"title": "Files", "items": [download]}}
    stream = PressReleasePage._meta.get_field("body").stream_block
    attached = PressReleasePage._meta.get_field("attachments").stream_block
    return {
        "title": token(state, "title"),
        "slug": token(state, "slug"),
        "permalink": f"/{token(state, 'permalink')}",
        "seo_title": token(state, "seo"),
        "search_description": token(state, "description"),
        "summary": token(state, "summary"),
        "dateline": token(state, "dateline"),
        "notes_to_editors": f"<p>{token(state, 'notes')}</p>",
        "lead_image": image,
        "social_image": image,
        "body": stream.to_python(body),
        "attachments": attached.to_python([downloads]),
    }


def _closed_parent(parent: NewsListPage) -> NewsListPage:
    home = parent.get_parent()
    code = State.BELOW
    return make.NewsListFactory(
        title=token(code, "parenttitle"),
        slug=token(code, "parentslug"),
        intro=f"<p>{token(code, 'parentintro')}</p>",
        parent=home,
    )


def _bring(page: PressReleasePage, state: State, author: User, approver: User) -> Release | None:
    match state:
        case State.DRAFT | State.AMENDED:
            page.save_revision(user=author)
        case State.REVIEW:
            lifecycle.submit(page, author)
        case State.SCHEDULED:
            lifecycle.schedule(page, clock.now() + timedelta(hours=1), author, approver)
        case State.EXPIRED:
            lifecycle.expire(page, clock.now() - timedelta(minutes=1), author, approver)
        case State.LAPSED:
            # Its time is over, and nobody has taken it off yet.
            page = lifecycle.publish(page, author, approver)
            over = clock.now() - timedelta(seconds=1)
            Page.objects.filter(pk=page.pk).update(expire_at=over)
        case State.UNPUBLISHED:
            lifecycle.publish(page, author, approver).unpublish()
        case State.BELOW:
            lifecycle.publish(page, author, approver)
            page.get_parent().specific.unpublish()
        case State.PUBLIC:
            lifecycle.publish(page, author, approver)
        case State.ARMED:
            page.save_revision(user=author)
            title = token(state, "releasetitle")
            return make_release(page, title=title, owner=author, approver=approver)
    return None
