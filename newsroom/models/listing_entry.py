"""What listings are read from: narrow rows beside the pages, kept by the database itself.

Triggers (`newsroom.upkeep`) write them in the statement that changes a page, so that they hold
whatever the way a page was written. They say what may be listed; what visitors see of it is still
asked at the gate.
"""

from django.db import models
from django.db.models import DO_NOTHING

from newsroom.enums import ItemKind
from newsroom.models.item import NewsroomItem
from newsroom.topics import Topic

#: In place of a topic, in the rows that stand for all items.
ANY_TOPIC = 0
#: In place of a year, in the rows that count those of a topic in all years.
ANY_YEAR = 0


class ListingEntry(models.Model):
    """A live item below its list: once for itself, and once for each of its topics."""

    item = models.ForeignKey(
        NewsroomItem, DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(
        Topic, DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    #: The listing page that the item stands right below.
    home = models.ForeignKey(
        "wagtailcore.Page", DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=ItemKind)
    date = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "topic"], name="listing_entry_once"),
        ]
        indexes = [
            models.Index(fields=["home", "topic", "-date", "-item"], name="listing_entry_newest"),
            models.Index(
                fields=["home", "topic", "kind", "-date", "-item"], name="listing_entry_of_kind"
            ),
            models.Index(fields=["topic", "-date", "-item"], name="listing_entry_of_topic"),
        ]


class ListingCount(models.Model):
    """How many entries there are of a kind in a year; and of a topic in all years, so that nobody has
    to add up years for a list of topics. The numbers of several rows of one place add up.
    """

    home = models.ForeignKey(
        "wagtailcore.Page", DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(
        Topic, DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=ItemKind)
    year = models.SmallIntegerField()
    number = models.IntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["home", "topic", "kind", "year"], name="listing_count_places"),
            models.Index(fields=["home", "year", "topic", "kind"], name="listing_count_of_year"),
        ]
