"""What visitors can ask for."""

from tests.embargo.surfaces.kinds import Surface, surface

#: The addresses of one item that somebody could guess or have kept.
_ADDRESSES = [
    "/hub/news/{slug}/", "/hub/news/{slug}", "/hub/news/{slug}.html", "/hub/news/{slug}/index.html",
    "/HUB/NEWS/{SLUG}/", "/hub/news/{slug}/?utm_source=mail", "//hub/news/{slug}/",
    "/{permalink}", "/{permalink}/", "/{permalink}.html", "/{PERMALINK}", "/%71{permalink_rest}",
    "/old-{state}", "/old-{state}/", "/OLD-{state}",
    "/quokkazbelowparentslug/", "/quokkazbelowparentslug/{slug}/",
]  # fmt: skip

PUBLIC: list[Surface] = [
    *(surface("wagtail_serve", path=path) for path in _ADDRESSES),
    surface("wagtail_serve", path="/", shown_to="anonymous"),
    surface(
        "wagtail_serve", "", "", "kind=press_release", "year=2026", "topic={topicslug}", "page=2",
        path="/hub/", shown_to="anonymous",
    ),
    surface("wagtail_serve", "", "", "kind=press_release", path="/hub/news/", shown_to="anonymous"),
    surface("wagtail_serve", path="/hub/news/old/", shown_to="anonymous"),
    surface("wagtail_serve", path="/elsewhere/"),
    surface("wagtail_serve", path="/elsewhere/elsewhere-page/", shown_to="anonymous"),
    surface("wagtail_serve", "", "q=quokkaz", "q=released", path="/search/", shown_to="anonymous"),
    surface("wagtail_serve", path="/nothing-here/"),
    surface("wagtail_serve", path="/hub/news/nothing-here/"),
    surface("wagtailcore_authenticate_with_password",
            "page_view_restriction_id:=1 page_id:page", posts=({"password": "x"},)),
    surface("wagtailcore_login", "", "", "next=/hub/"),
    surface("wagtaildocs_serve", "0:document 1:document.filename", shown_to="anonymous"),
    surface("wagtaildocs_serve", "0:document 1:=other.txt"),
    surface("wagtaildocs_authenticate_with_password", "restriction_id:=1",
            posts=({"password": "x"},)),
    surface("^_media/<path:path>", path="/_media/{docpath}"),
    surface("^_media/<path:path>", path="/_media/documents/"),
    surface("^_media/<path:path>", path="/_media/images/"),
    # What opens with a link: one page and its files, and nothing else.
    surface("release_preview", "token:preview_token"),
    surface("release_preview_page", "token:preview_token pk:page"),
    surface("release_preview_document",
            "token:preview_token pk:document filename:document.filename"),
    surface("release_preview", "token:=nobody-has-this"),
    surface("release_preview_page", "token:=nobody-has-this pk:page"),
    surface("release_calendar", "token:calendar_token"),
    surface("release_calendar", "token:=nobody-has-this"),
    surface("theme_css"),
    surface("social_card", "pk:page fingerprint:=0123456789abcdef"),
    surface("social_card", "pk:parent fingerprint:=0123456789abcdef"),
    surface("social_card", "pk:news fingerprint:=0123456789abcdef"),
    surface("api:pages:listing", "", "", "fields=*", "type=newsroom.PressReleasePage&fields=*",
            "type=newsroom.NewsroomItem&order=-date", "type=wagtailcore.Page&limit=100",
            "type=newsroom.NewsroomItem&topic={topicslug}", "slug={slug}", "child_of={page}",
            "child_of={news}&fields=_,title,html_url", "descendant_of={home}", "child_of=root",
            "ancestor_of={page}", "descendant_of={parent}", "ancestor_of={parent}",
            "translation_of={page}", "locale=en-gb", "order=-title&limit=100", "search=quokkaz",
            "fields=_,parent(*)", "site=localhost", shown_to="anonymous"),
    surface("api:pages:detail", "pk:page", "", "fields=*", "fields=_,title,parent",
            shown_to="anonymous"),
    surface("api:pages:detail", "pk:parent", "", "fields=*"),
    surface("api:pages:detail", "pk:home", shown_to="anonymous"),
    surface("api:pages:detail", "pk:news"),
    surface("api:pages:detail", "pk:article"),
    surface("api:pages:detail", "pk:elsewhere_page", shown_to="anonymous"),
    surface("api:pages:find", "", "id={page}", "html_path=/hub/news/{slug}/",
            "html_path=/{permalink}", "html_path=/{PERMALINK}/", "html_path=/old-{state}",
            "html_path=/quokkazbelowparentslug/{slug}/"),
    surface("api_nothing", path="/api/v2/images/"),
    surface("to_search", "", "", "q=quokkaz"),
    surface("health"),
    surface("sitemap_index"),
    surface("sitemap", "number:sitemap", shown_to="anonymous"),
    surface("sitemap", "number:=0"),
    surface("sitemap", "number:=1"),
    surface("robots"),
    surface("security_txt"),
    surface("manifest"),
    surface("favicon"),
    surface("newsroom_feed", "pk:news", shown_to="anonymous"),
    surface("newsroom_feed", "pk:newsroom", shown_to="anonymous"),
    surface("newsroom_feed", "pk:page"),
    surface("newsroom_feed", "pk:parent"),
    *(
        surface(f"newsroom_feed_{form}", f"pk:{listing}", shown_to=shown)
        for form in ("rss", "json")
        for listing, shown in [("news", "anonymous"), ("newsroom", "anonymous"), ("parent", "")]
    ),
    *(
        surface(name, path=f"/_feeds/{{{listing}}}/topics/{{topicslug}}/{file}", shown_to=shown)
        for name, file in [
            ("newsroom_feed_topic", "atom.xml"),
            ("newsroom_feed_topic_rss", "rss.xml"),
            ("newsroom_feed_topic_json", "feed.json"),
        ]
        for listing, shown in [("news", "anonymous"), ("parent", "")]
    ),
    surface("news_sitemap"),
]  # fmt: skip
