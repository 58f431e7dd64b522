"""The page types of the stock site."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock()
    size = blocks.ChoiceBlock(choices=[("h2", "H2"), ("h3", "H3")], default="h2")

    class Meta:
        template = "stock/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    caption = blocks.CharBlock(required=False)
    attribution = blocks.CharBlock(required=False)

    class Meta:
        template = "stock/picture.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(template="stock/paragraph.html")
    image = PictureBlock()


@register_snippet
class Person(models.Model):
    """Who wrote a story."""

    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, related_name="+")


@register_snippet
class FooterText(models.Model):
    """What stands at the foot of every page."""

    body = RichTextField()


class PlainPage(Page):
    """The front page, the sections and what is below them."""

    introduction = models.TextField(blank=True)


class StoryTag(TaggedItemBase):
    content_object = ParentalKey("StoryPage", related_name="tagged_items")


class StoryPage(Page):
    """An article."""

    introduction = models.TextField(blank=True)
    published_on = models.DateField(null=True)
    image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, related_name="+")
    body = StreamField(BodyBlock(), blank=True)
    tags = ClusterTaggableManager(through=StoryTag, blank=True)

    @property
    def authors(self) -> list[Person]:
        return [link.person for link in self.people.select_related("person")]

    @property
    def related_stories(self) -> list[Page]:
        return [link.target.specific for link in self.related.select_related("target")]


class StoryPerson(Orderable):
    page = ParentalKey(StoryPage, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")


class StoryRelation(Orderable):
    page = ParentalKey(StoryPage, related_name="related")
    target = models.ForeignKey(Page, models.CASCADE, related_name="+")
