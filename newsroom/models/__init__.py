from newsroom.models.article import NewsArticlePage
from newsroom.models.item import NewsroomItem, RelatedItem
from newsroom.models.link import NewsLinkPage
from newsroom.models.listings import NewsListPage, NewsroomPage
from newsroom.models.press_release import PressReleasePage, ReleaseContact
from newsroom.topics import Topic, TopicItem

__all__ = [
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
