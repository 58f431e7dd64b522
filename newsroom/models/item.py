import datetime
from functools import cached_property

from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.models.pages import PageManager
from wagtail.search import index

from newsroom import cards
from newsroom.api.fields import ChangesField, ReplacedByField, TopicsField
from newsroom.enums import ItemKind
from newsroom.forms import NewsroomItemForm
from newsroom.history import History
from newsroom.models.after_publication import AfterPublication
from newsroom.querysets import RELATED_COUNT, NewsroomItemQuerySet
from newsroom.topics import Topic, TopicItem
from pages import clock, dependencies
from pages.media import pictures
from pages.models import BasePage


class NewsroomItem(AfterPublication):
    """What every entry of the newsroom has. Never created itself, only as one of its page types."""

    is_creatable = False
    parent_page_types = ["newsroom.NewsroomPage", "newsroom.NewsListPage"]
    subpage_types: list[str] = []
    item_kind = ItemKind.NEWS

    kind = models.CharField(
        max_length=20, choices=ItemKind, default=ItemKind.NEWS, editable=False, db_index=True
    )
    date = models.DateField(
        "publication date",
        default=clock.today,
        db_index=True,
        help_text="The date that readers see; listings are sorted by it.",
    )
    summary = models.TextField(
        blank=True, help_text="One or two sentences, shown in lists and above the text."
    )
    lead_image = models.ForeignKey(
        "pages.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="lead picture",
    )
    topics = ClusterTaggableManager(
        through=TopicItem,
        blank=True,
        verbose_name="topics",
        help_text="Type the first letters and choose. The list of topics is kept under Topics.",
    )

    objects = PageManager.from_queryset(NewsroomItemQuerySet)()

    base_form_class = NewsroomItemForm
    promote_panels = [
        *BasePage.promote_panels,
        MultiFieldPanel(
            [InlinePanel("related", max_num=6, label="item")],
            heading="Related",
            help_text="Left empty, newer items on the same topics are shown.",
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    api_fields = [
        "kind",
        "date",
        APIField("topics", TopicsField()),
        APIField("changes", ChangesField()),
        "withdrawn_at",
        APIField("replaced_by", ReplacedByField()),
    ]

    class Meta:
        verbose_name = "newsroom item"
        # The order of a listing, so that its first page is read off an index.
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="newsroom_item_newest")]

    def full_clean(self, *args, **kwargs) -> None:
        self.kind = self.item_kind
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.kind = self.item_kind
        return super().save(*args, **kwargs)

    @cached_property
    def topic_list(self) -> list[Topic]:
        """The topics of the item, asked for once."""
        rows = self.fetched("topic_rows")
        return list(self.topics.all()) if rows is None else [Topic(**row) for row in rows]

    @property
    def topic_names(self) -> list[str]:
        """What readers see of the topics."""
        return [topic.name for topic in self.topic_list]

    def fetched(self, belongings: str) -> list[dict] | None:
        """What belongs to the item, if it was fetched with it for a visitor; else None."""
        return (self.__dict__[belongings] or []) if belongings in self.__dict__ else None

    beside_as = ("newsroomitem",)

    def stands_beside(self) -> set[int]:
        if "older_id" in self.__dict__:
            # They came with the page, and change with what is published beside it, or on its topics.
            dependencies.note(dependencies.beside(self.pk))
            if not self.fetched("related_rows"):
                dependencies.note(*(dependencies.about(topic.pk) for topic in self.topic_list))
        related = [row["id"] for row in self.fetched("related_rows") or []]
        beside = {self.__dict__.get("older_id"), self.__dict__.get("newer_id")}
        return {pk for pk in (*related, *self._alike, *beside, self.replaced_by_id) if pk}

    @property
    def _alike(self) -> list[int]:
        """The newest other items on its topics, if they were fetched with it."""
        topics = self.fetched("alike_rows") or []
        newest = {(row["date"], row["id"]) for topic in topics for row in topic["newest"] or []}
        others = [pk for _, pk in sorted(newest, reverse=True) if pk != self.pk]
        return others[:RELATED_COUNT]

    def get_kind_display(self) -> str:
        return ItemKind.label_of(self.kind)

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()

    @classmethod
    def search_kind(cls) -> tuple[str, str]:
        return cls.item_kind.value, str(cls.item_kind.label)

    @property
    def search_date(self) -> datetime.date:
        return self.date

    @cached_property
    def history(self) -> History:
        """What readers were told since the item was first published; one query."""
        return History.of(self)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["related_items"] = self.related_items()
        return context

    def related_items(self) -> list:
        """Public items to read next: those an editor chose, else the newest on the same topics."""
        rows = self.fetched("related_rows")
        if rows is None:
            rows = [{"id": entry.target_id} for entry in self.related.all()]
        if chosen := [row["id"] for row in rows if row["id"]]:
            return cards.of(chosen)
        if self.fetched("alike_rows") is not None:
            return cards.of(self._alike)
        topics = [topic.pk for topic in self.topic_list]
        if not topics:
            return []
        # A sub-query, so that no item comes twice and its fields need not be compared.
        about = TopicItem.objects.filter(tag_id__in=topics).values("content_object_id")
        on_topic = NewsroomItem.objects.public_now().filter(pk__in=about).exclude(pk=self.pk)
        items = list(on_topic.for_listing()[:RELATED_COUNT])
        pictures.fetch_for_cards(items, "lead_image")
        return items


class RelatedItem(Orderable):
    """A page that an editor recommends next to an item."""

    page = ParentalKey(NewsroomItem, on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name="page"
    )

    panels = [PageChooserPanel("target")]


opening_panels = [*BasePage.content_panels, FieldPanel("date"), FieldPanel("summary")]
