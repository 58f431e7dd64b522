"""Small Isomer repositories, written for these tests, and an independent reading of pages."""

import io
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment, Tag
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("PORTAL_CORPUS") or ROOT.parent / "shared" / "corpus")

CONFIG = """\
title: Harbour Office
url: https://www.harbour.example
description: A small office by the water
permalink: none
resources_name: newsroom
is_government: false
colors:
  primary-color: "#1d4f91"
"""
NAVIGATION = """\
links:
  - title: Services
    collection: services
  - title: Newsroom
    resource_room: true
  - title: More
    url: /plan/
    sublinks:
      - title: Tides
        url: https://tides.example.org/
"""
FOOTER = """\
contact_us: /contact/
privacy: /privacy/
faq: /services/fees/
social_media:
  youtube: https://www.youtube.com/@harbour
"""
HOME = """\
---
layout: homepage
title: Harbour Office
description: All about the harbour
permalink: /
sections:
  - hero:
      title: Ships welcome
      subtitle: Day and night
      background: /images/quay.png
      button: Our plan
      url: /plan/
      key_highlights:
        - title: Fees
          description: What a berth costs
          url: /services/fees/
  - resources:
      title: News
      button: All news
  - infobar:
      title: Two piers
      description: Built <b>last</b> year.
      button: Look
      url: /plan/
---
"""
CONTACT = """\
---
layout: contact_us
title: Contact
permalink: /contact/
agency_name: Harbour Office
locations:
  - title: Main pier
    address:
      - 1 Pier Road
      - Harbour
    operating_hours:
      - days: Monday
        time: 9 am to 5 pm
    maps_link: https://maps.example.org/pier
contacts:
  - title: Pilots
    content:
      - phone: 6000 0000
      - email: pilots@harbour.example
feedback: https://form.gov.sg/000000000000000000000000
---
"""
PLAN = """\
---
title: The Plan
permalink: /plan/
variant: tiptap
description: Where we steer
---
<h2><strong>A wider basin</strong></h2>
<p>We dig. See <a href="/services/fees/">the fees</a>.</p>
"""
FEES = """\
---
title: Fees
permalink: /services/fees/
third_nav_title: Money
---
# What it costs

Berths cost [ten coins](/newsroom/media-releases/berths). The form is [here](/files/form.txt).
"""
OPENING = """\
---
title: Opening hours
permalink: /services/hours
---
We open at nine.
"""
RELEASE = """\
---
title: "Berths: now open"
permalink: /newsroom/media-releases/berths
---
Harbour – The office opened its berths today.

2\\.  They are [long](/plan/).

3\\.  They are wide.
"""
STORY = """\
---
title: A day with the pilots
date: 2024-03-05
image: /images/quay.png
description: They start early
---
Pilots start **early**.
"""
ENTRY = """\
---
title: The form
layout: file
file_url: /files/form.txt
date: 2024-01-02
---
"""
FILES: dict[str, str] = {
    "_config.yml": CONFIG,
    "_data/navigation.yml": NAVIGATION,
    "_data/footer.yml": FOOTER,
    "index.md": HOME,
    "pages/contact.md": CONTACT,
    "pages/plan.md": PLAN,
    "_services/collection.yml": (
        "collections:\n  services:\n    output: true\n    order:\n      - fees.md\n      - hours.md\n"
    ),
    "_services/fees.md": FEES,
    "_services/hours.md": OPENING,
    "newsroom/index.html": "---\nlayout: resources\ntitle: Newsroom\n---\n",
    "newsroom/media-releases/index.html": "---\nlayout: resources-alt\ntitle: Releases\n---\n",
    "newsroom/media-releases/_posts/2023-06-01-post-berths.md": RELEASE,
    "newsroom/stories/_posts/2024-03-05-post-pilots.md": STORY,
    "newsroom/stories/_posts/2024-01-02-file-The form.md": ENTRY,
    "files/form.txt": "Name: ______\n",
}


def picture(colour: str = "navy", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def build(folder: Path, files: dict[str, str | bytes] | None = None, *, base: bool = True) -> Path:
    """Write a repository; `files` replace and add to the usual ones, None values take away."""
    wanted: dict[str, str | bytes | None] = {}
    if base:
        wanted |= {**FILES, "images/quay.png": picture()}
    else:
        wanted["_config.yml"] = CONFIG
    wanted |= files or {}
    for name, content in wanted.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def page(body: str, **front: str) -> str:
    """A page file with a title and a permalink unless others are given."""
    data = {"title": "Page", "permalink": "/page/", **front}
    lines = "".join(f"{key}: {value}\n" for key, value in data.items())
    return f"---\n{lines}---\n{body}"


def corpus(name: str) -> Path:
    """A repository of the shared corpus; the test is skipped, saying so, where there is none."""
    path = CORPUS / name
    if not path.is_dir():
        pytest.skip(f"the shared corpus is not there (PORTAL_CORPUS or {CORPUS.name}/{name})")
    return path


_WORD = re.compile(r"\w")
_INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "u"}


def words(markup: str | Tag) -> list[str]:
    """Every word a browser shows, in order: a stretch without spaces with a letter or digit.

    Shares no code with the importer.
    """
    soup = BeautifulSoup(markup, "html.parser") if isinstance(markup, str) else markup
    return [word for word in _text(soup).split() if _WORD.search(word)]


def _text(node) -> str:
    if isinstance(node, Comment):
        return ""
    if not isinstance(node, Tag):
        return str(node)
    if node.name in {"script", "style", "svg", "template"}:
        return ""
    inside = "".join(_text(child) for child in node.children)
    return inside if node.name in _INLINE else f" {inside} "
