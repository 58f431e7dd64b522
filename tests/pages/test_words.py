"""The words of a page for its reader, and how long they take to read."""

import pytest

from fixtures import factories as make
from pages import words

pytestmark = pytest.mark.django_db

STORY = [
    ("heading", {"text": "Two words", "level": "h2", "anchor": ""}),
    ("paragraph", "<p>Three <b>bold</b> words.</p><ul><li>And</li><li>two</li></ul>"),
    ("gallery", {"columns": "3", "images": []}),
]


@pytest.fixture
def article():
    make.HomePageFactory(site_root=True)
    return make.NewsArticleFactory(body=STORY)


def test_the_words_of_its_texts_are_counted(article) -> None:
    read = type(article).objects.get(pk=article.pk)
    assert words.count(read, "body") == words.count(article, "body")


def test_tags_and_choices_are_no_words(article) -> None:
    article.body = STORY[:2]
    assert words.count(article, "body") == 2 + 3 + 2


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (238, 1), (239, 2), (2380, 10)])
def test_a_long_text_takes_longer(article, count, minutes) -> None:
    article.body = [("paragraph", f"<p>{'word ' * count}</p>")]
    assert article.reading_minutes == minutes
