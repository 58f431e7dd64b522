from newsroom.models.article import NewsArticlePage
from newsroom.models.change_note import ChangeNote
from newsroom.models.former_address import FormerAddress
from newsroom.models.item import NewsroomItem, RelatedItem
from newsroom.models.link import NewsLinkPage
from newsroom.models.listing_entry import ListingCount, ListingEntry
from newsroom.models.listings import NewsListPage, NewsroomPage
from newsroom.models.press_release import PressReleasePage, ReleaseContact
from newsroom.topics import Topic, TopicItem

__all__ = [
    "ChangeNote",
    "FormerAddress",
    "ListingCount",
    "ListingEntry",
    "NewsArticlePage",
    "NewsLinkPage",
    "NewsListPage",
    "NewsroomItem",
    "NewsroomPage",
    "PressReleasePage",
    "RelatedItem",
    "ReleaseContact",
    "Topic",
    "TopicItem",
]
