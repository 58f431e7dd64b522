from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField

from newsroom.api.fields import TargetField
from newsroom.enums import ItemKind
from newsroom.models.item import NewsroomItem, opening_panels
from pages.blocks.links import LinkBlock


class NewsLinkPage(NewsroomItem):
    """An entry of a listing that leads elsewhere; its own address redirects there."""

    template = "newsroom/news_link_page.html"
    is_creatable = True
    item_kind = ItemKind.LINK
    page_description = "An entry that leads to another page, a document or another site"

    link = StreamField(
        [("link", LinkBlock(required=True))], max_num=1, verbose_name="where it leads"
    )

    content_panels = [*opening_panels, FieldPanel("topics"), FieldPanel("lead_image"), "link"]

    api_fields = [*NewsroomItem.api_fields, APIField("target", TargetField())]

    class Meta:
        verbose_name = "link entry"

    @property
    def target(self) -> str | None:
        """The address behind the entry; None while the public may not reach it."""
        return self.link[0].value.href if self.link else None

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.target is None:
            raise Http404
        return HttpResponseRedirect(self.target)
