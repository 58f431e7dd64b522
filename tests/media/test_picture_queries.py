"""Pictures cost one query, however many there are, and a request encodes none and writes nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from fixtures import factories as make
from pages.media.worker import work_off
from tests.media.pictures import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make.HomePageFactory(site_root=True)


def queries_of(page) -> list[str]:
    client = Client()
    assert client.get(page.url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    return [query["sql"] for query in queries]


def article(images: list, **fields):
    body = [("image", {"image": image}) for image in images]
    return make.NewsArticleFactory(lead_image=images[0], body=body, **fields)


def test_an_article_with_ten_pictures_asks_no_more_than_with_one(home) -> None:
    one, ten = article([photograph((90, 60))]), article([photograph((90, 60)) for _ in range(10)])
    work_off()
    few, many = queries_of(one), queries_of(ten)
    assert len(few) == len(many), [sql for sql in many if sql not in few]
    assert sum("siterendition" in sql for sql in many) == 1


def test_a_listing_with_twelve_pictures_asks_no_more_than_with_one(home) -> None:
    few, many = make.NewsListFactory(parent=home), make.NewsListFactory(parent=home)
    make.NewsArticleFactory(parent=few, lead_image=photograph((90, 60)))
    for _ in range(12):
        make.NewsArticleFactory(parent=many, lead_image=photograph((90, 60)))
    work_off()
    assert len(queries_of(few)) == len(queries_of(many))
    assert sum("siterendition" in sql for sql in queries_of(many)) == 1


def test_a_section_with_many_pictures_asks_no_more_than_with_one(home) -> None:
    few, many = make.SectionPageFactory(parent=home), make.SectionPageFactory(parent=home)
    for section, number in ((few, 1), (many, 5)):
        for _ in range(number):
            make.StrategyPageFactory(parent=section, hero_image=photograph((90, 60)))
    work_off()
    assert sum("siterendition" in sql for sql in queries_of(many)) == 1
    assert len(queries_of(few)) == len(queries_of(many))


@pytest.mark.parametrize("is_ready", [False, True])
def test_a_request_makes_nothing_and_writes_nothing(home, monkeypatch, is_ready) -> None:
    page = article([photograph(), photograph()])
    if is_ready:
        work_off()
    monkeypatch.setattr(Image.Image, "save", lambda *args, **kwargs: pytest.fail("encoded"))
    queries = queries_of(page)
    assert all(sql.startswith(("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")) for sql in queries), (
        queries
    )
