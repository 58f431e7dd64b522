"""The films of a page: https://schema.org/VideoObject.

Google requires a name, a picture and the day of the upload; a film of which one of them is not
known is left out. An uploaded film has its day; that of a film elsewhere an editor has to know.
"""

from urllib.parse import urljoin

from pages import metadata
from pages.blocks.videos import VideoValue
from pages.media.walk import find_on
from pages.structured_data import pictures
from pages.structured_data.graph import Subject
from pages.structured_data.values import Node, known, moment


def films(subject: Subject) -> list[Node]:
    """The films on a page of which enough is known."""
    told = (_described(subject, value) for value in find_on(subject.page, VideoValue))
    return [
        node | subject.own(f"film-{number}")
        for number, node in enumerate(filter(None, told), start=1)
    ]


def _described(subject: Subject, video: VideoValue) -> Node:
    uploaded = video.get("file")
    since = video.get("shown_since") or (uploaded.created_at if uploaded else None)
    if not (since and video.watch_url and video.get("title") and video.get("poster")):
        return {}
    thumbnail = pictures.largest(video["poster"], "poster", subject.site)
    if not thumbnail:
        return {}
    return known({
        "@type": "VideoObject",
        "name": video["title"],
        "description": video.get("caption") or video["title"],
        "thumbnailUrl": thumbnail,
        "uploadDate": moment(since),
        "contentUrl": urljoin(subject.site.root_url, uploaded.url) if uploaded else "",
        "embedUrl": video.embed_url,
        "transcript": metadata.words_of(video.get("transcript")),
    })  # fmt: skip
