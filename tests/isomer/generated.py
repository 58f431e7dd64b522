"""A large Isomer repository made of word lists: `python -m tests.isomer.generated FOLDER`.

The same arguments give the same bytes. Constructs and their frequencies are those of real sites.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.isomer.generated_bodies import NAMES, Surroundings, Writer, html_body, markdown_body
from tests.isomer.generated_files import image, pdf

HOST = "https://www.lantern.example"
CATEGORIES = (
    "media-releases", "speeches", "stories", "parliament-replies", "events", "circulars",
)  # fmt: skip
_COLLECTIONS = ("about-us", "services", "programmes", "resources-for-schools")
_GROUPS = ("", "Getting started", "Grants & schemes", "Questions")
_FIRST = date(2014, 1, 6)
_FUTURE = date(2094, 5, 3)
_FIXED = {
    "_config.yml": (
        f"title: Lantern Board\nurl: {HOST}\ndescription: The board that keeps the lanterns lit\n"
        'resources_name: newsroom\nis_government: false\nbaseurl: ""\npermalink: none\n'
        'shareicon: /images/shared/0.jpg\ncolors:\n  primary-color: "#1d4f91"\n'
        "exclude:\n  - README.md\n  - node_modules\ndefaults:\n  - scope:\n      path: ''\n"
        "    values:\n      layout: page\n"
    ),
    "_data/footer.yml": (
        "contact_us: /contact-us/\nfeedback: https://form.gov.sg/000000000000000000000000\n"
        "privacy: /privacy/\nterms_of_use: /terms/\nfaq: /about-us/page-1/\n"
        "social_media:\n  youtube: https://www.youtube.com/@lantern\n"
    ),
    "pages/contact-us.md": (
        "---\nlayout: contact_us\ntitle: Contact us\npermalink: /contact-us/\n"
        "agency_name: Lantern Board\nlocations:\n  - title: Tower\n    address:\n"
        "      - 2 Wharf Lane\n      - Harbour 000002\n    operating_hours:\n"
        "      - days: Monday to Friday\n        time: 9 am to 5 pm\n"
        "    maps_link: https://maps.example.org/tower\ncontacts:\n  - title: Front desk\n"
        "    content:\n      - phone: 6000 0000\n      - email: desk@lantern.example\n"
        "      - other: Closed on holidays\n---\n"
    ),
    "_redirects": "/old/* /newsroom/:splat 301\n/start / 301\n",
    "README.md": "# Lantern Board\n",
}


@dataclass(frozen=True)
class _Post:
    """What is decided about a post before any body is written, so that bodies can link to it."""

    path: str
    title: str
    permalink: str
    front: str
    layout: str = ""


def generate(
    folder: Path, *, posts: int = 2000, seed: int = 1, images: int | None = None, pages: int = 0
) -> None:
    """Write a repository of `posts` posts into `folder`.

    `images` is the number of distinct pictures (None: about one for each post; 0: no picture at
    all); `pages` that of pages in collections (0: one for every twenty posts).
    """
    chance = random.Random(seed)
    images = posts if images is None else images
    planned = [_plan(chance, number) for number in range(posts)]
    documents = list(_collection_pages(pages or max(posts // 20, 8)))
    links = [entry.permalink for entry in planned if not entry.layout] + [d[1] for d in documents]
    files = [f"/files/{NAMES[n % len(NAMES)]} {n}.pdf" for n in range(max(posts // 10, 4))]
    pictures = list(_pictures(folder, images))
    own, shared = pictures[: images * 9 // 10], pictures[images * 9 // 10 :]

    def body(writes_html: bool, rare: random.Random) -> str:
        size = rare.randint(2000, 8000)
        used = [own.pop() for _ in range(rare.choice((0, 0, 1, 1, 1, 2, 2))) if own]
        used += [rare.choice(shared)] if shared and rare.random() < 0.15 else []
        writer = Writer(rare, Surroundings(links, files, HOST, used))
        return (html_body if writes_html else markdown_body)(writer, size)

    fixed = {**_FIXED, **_navigation(), **_orders(documents), **_home(images)}
    for name, content in fixed.items():
        _write(folder, name, content)
    for name in files:
        _write(folder, name.lstrip("/"), pdf(len(name) + hash_of(name)))
    for path, permalink, front in documents:
        content = body(chance.random() < 0.3, random.Random(f"{seed}{path}"))
        _write(folder, path, f"---\n{front}permalink: {permalink}\n---\n{content}")
    for number, post in enumerate(planned):
        rare = random.Random(f"{seed}/{number}")
        html = rare.random() < 0.3
        variant = f"variant: {'tiptap' if html else 'markdown'}\n" if rare.random() < 0.7 else ""
        content = "" if post.layout else body(html, rare)
        if rare.random() < 0.1 and content:
            content = f"<h1>{post.title}</h1>{content}" if html else f"# {post.title}\n\n{content}"
        _write(folder, post.path, f"---\n{post.front}{variant}---\n{content}")


def hash_of(name: str) -> int:
    """A number that depends on a name and on nothing else."""
    return sum(place * ord(letter) for place, letter in enumerate(name, 1))


def _plan(chance: random.Random, number: int) -> _Post:
    category = CATEGORIES[number % len(CATEGORIES)]
    title = f"{Writer(chance, Surroundings([], [], '')).title()} {number}"
    day = _FIRST + timedelta(days=number * 4400 // 2000 % 4400)
    lot, slug = chance.random(), title.lower().replace(" ", "-")
    front, layout = "", ""
    if lot < 0.01:
        day = _FUTURE + timedelta(days=number)
    elif lot < 0.02:
        front = "published: false\n"
    elif lot < 0.06:
        layout = "file"
        front = f"layout: file\nfile_url: /files/{NAMES[0]} 0.pdf\n"
    elif lot < 0.09:
        layout = "link"
        front = f"layout: link\nexternal: https://www.example.org/{slug}\n"
    permalink = f"/newsroom/{category}/{slug}"
    if chance.random() < 0.4:
        permalink = f"/archive/{day.year}/{slug.title()}/"
    permalink += chance.choice(("", "/")) if not permalink.endswith("/") else ""
    if chance.random() < 0.4 or layout or day >= _FUTURE:
        front += f"date: {day}\n"
    if chance.random() < 0.07:
        front += f"description: {title} in short\n"
    front = f"title: {title}\npermalink: {permalink}\n{front}"
    name = f"{day}-{layout or 'post'}-{slug}.md" if chance.random() < 0.8 else f"{day}-{slug}.md"
    if layout:
        name = f"{day}-{layout}-{slug}.md"
    return _Post(f"newsroom/{category}/_posts/{name}", title, permalink, front, layout)


def _collection_pages(count: int) -> Iterator[tuple[str, str, str]]:
    """Path, permalink and front matter of pages in collections, a group after the other."""
    for number in range(count):
        collection = _COLLECTIONS[number % len(_COLLECTIONS)]
        group = _GROUPS[number // len(_COLLECTIONS) % len(_GROUPS)]
        front = f"title: {NAMES[number % len(NAMES)].title()} guide {number}\n"
        front += f"third_nav_title: {group}\n" if group else ""
        folder = f"_{collection}/{group}/" if group else f"_{collection}/"
        yield f"{folder}page-{number}.md", f"/{collection}/page-{number}/", front


def _navigation() -> dict[str, str]:
    links = "".join(
        f"  - title: {name.replace('-', ' ').title()}\n    collection: {name}\n"
        for name in _COLLECTIONS
    )
    files = {
        "_data/navigation.yml": (
            f"logo: /images/shared/0.jpg\nlinks:\n{links}"
            "  - title: Newsroom\n    resource_room: true\n"
            "  - title: Contact\n    url: /contact-us/\n    sublinks:\n"
            "      - title: Privacy\n        url: /privacy/\n"
        ),
        "pages/privacy.md": "---\ntitle: Privacy\npermalink: /privacy/\n---\nWe keep no names.\n",
        "pages/terms.md": "---\ntitle: Terms\npermalink: /terms/\n---\nBring the ladder back.\n",
        "newsroom/index.html": "---\nlayout: resources\ntitle: Newsroom\n---\n",
    }
    for name in CATEGORIES:
        title = name.replace("-", " ").title()
        files[f"newsroom/{name}/index.html"] = f"---\nlayout: resources-alt\ntitle: {title}\n---\n"
    return files


def _orders(documents: list[tuple[str, str, str]]) -> dict[str, str]:
    """The collections' own files; each leaves its last page out of the order."""
    files = {}
    for name in _COLLECTIONS:
        inside = [path for path, _, _ in documents if path.startswith(f"_{name}/")]
        order = "".join(f"      - {path.split('/', 1)[1]}\n" for path in inside[:-1])
        files[f"_{name}/collection.yml"] = (
            f"collections:\n  {name}:\n    output: true\n    order:\n{order}"
        )
    return files


def _home(images: int) -> dict[str, str]:
    background = "      background: /images/shared/0.jpg\n" if images else ""
    return {
        "index.md": (
            "---\nlayout: homepage\ntitle: Lantern Board\ndescription: Lights for everyone\n"
            "permalink: /\nnotification: The tower is closed on Sunday.\nsections:\n"
            f"  - hero:\n      title: Lights for everyone\n      subtitle: Since long ago\n{background}"
            "      button: What we do\n      url: /about-us/page-0/\n"
            "      key_highlights:\n        - title: Lamps\n          description: Old and new\n"
            "          url: /services/page-1/\n"
            "  - resources:\n      title: News\n      subtitle: Fresh\n      button: All news\n"
            "  - infobar:\n      title: Two towers\n      description: Both are lit.\n"
            "      button: Look\n      url: /about-us/page-0/\n"
            "  - infopic:\n      title: A lamp\n      description: It burns.\n      button: More\n"
            "      url: /services/page-1/\n      image: /images/shared/0.jpg\n      alt: A lamp\n"
            "---\n"
        )
    }


def _pictures(folder: Path, count: int) -> Iterator[str]:
    """Write the pictures; their addresses, some of them with spaces and percent-encoded."""
    if not count:
        return
    _write(folder, "images/shared/0.jpg", image(0)[1])
    for number in range(1, count):
        suffix, content = image(number)
        name = f"images/{NAMES[number % len(NAMES)]}/photo {number}.{suffix}"
        _write(folder, name, content)
        yield f"/{name.replace(' ', '%20')}"


def _write(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--images", type=int, help="distinct pictures; 0 for text only")
    parser.add_argument("--pages", type=int, default=0)
    options = vars(parser.parse_args())
    generate(options.pop("folder"), **options)


if __name__ == "__main__":
    main()
