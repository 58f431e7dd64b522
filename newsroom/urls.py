"""Public addresses of the newsroom that are no pages."""

from django.urls import path

from newsroom import news_sitemap
from newsroom.feeds import views
from newsroom.feeds.formats import FORMATS

urlpatterns = [
    *(
        path(f"_feeds/<int:pk>/{form.file}", views.feed, {"written": form}, name=form.url_name)
        for form in FORMATS
    ),
    *(
        path(
            f"_feeds/<int:pk>/topics/<str:topic>/{form.file}",
            views.feed,
            {"written": form},
            name=form.topic_url_name,
        )
        for form in FORMATS
    ),
    path("sitemap-news.xml", news_sitemap.sitemap, name="news_sitemap"),
]
