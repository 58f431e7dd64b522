"""The feed of what a listing has on one topic; none of a topic that the public does not know."""

import pytest
from django.urls import reverse

from fixtures import factories as make
from fixtures.factories.lifecycle import stored
from tests.newsroom.feed_rules import assert_json_feed

FORMS = ["", "_rss", "_json"]


def address(listing, topic: str, form: str = "_json") -> str:
    return reverse(f"newsroom_feed_topic{form}", args=[listing.pk, topic])


def feed(client, listing, topic: str) -> dict:
    response = client.get(address(listing, topic))
    assert response.status_code == 200
    return assert_json_feed(response.content)


@pytest.fixture
def topic(db):
    return make.TopicFactory(name="Skills", slug="skills")


def test_it_holds_the_items_on_the_topic(newsroom, news, add_item, client, topic) -> None:
    other = make.NewsListFactory(parent=newsroom)
    here = add_item("Here", topics=[topic])
    add_item("Of something else", topics=[make.TopicFactory()])
    make.NewsArticleFactory(title="Elsewhere", parent=other, topics=[topic])
    told = feed(client, news, "skills")
    assert [item["id"] for item in told["items"]] == [f"urn:uuid:{here.translation_key}"]
    assert told["title"].startswith("Skills | News")
    assert told["home_page_url"] == f"{news.full_url}?topic=skills"
    assert told["feed_url"] == f"http://localhost{address(news, 'skills')}"
    assert {item["title"] for item in feed(client, newsroom, "skills")["items"]} == {
        "Here", "Elsewhere",
    }  # fmt: skip


def test_its_id_is_its_own_and_stays(news, newsroom, add_item, client, topic) -> None:
    add_item("Here", topics=[topic, make.TopicFactory(slug="other")])

    def named(listing, slug: str | None = None) -> str:
        path = address(listing, slug, "") if slug else reverse("newsroom_feed", args=[listing.pk])
        return client.get(path).content.decode().split("<id>")[1].split("</id>")[0]

    ids = [named(news), named(news, "skills"), named(news, "other"), named(newsroom, "skills")]
    assert len(set(ids)) == 4 and all(name.startswith("urn:uuid:") for name in ids)
    topic.slug = "abilities"
    topic.save()
    assert named(news, "abilities") == ids[1]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_a_topic_that_is_not_public_answers_as_one_that_is_not_there(
    news, client, topic, form, state
) -> None:
    make.NewsArticleFactory(parent=news, topics=[topic], **{state: True})
    hidden = client.get(address(news, "skills", form))
    missing = client.get(address(news, "skillx", form))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content


def test_it_ends_with_its_last_item(news, add_item, client, topic) -> None:
    page = add_item("Here", topics=[topic])
    assert client.get(address(news, "skills")).status_code == 200
    stored(page).unpublish()
    assert client.get(address(news, "skills")).status_code == 404


@pytest.mark.parametrize(
    "slug", ["%00", "skills%00", "%ff", "a" * 3000, "%2e%2e", "' OR 1=1", "<b>", "结果"]
)
def test_any_topic_can_be_asked_for(news, add_item, client, topic, slug) -> None:
    add_item("Here", topics=[topic])
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert client.get(f"/_feeds/{news.pk}/topics/{slug}/{name}").status_code in (400, 404)
    assert client.get(f"/_feeds/{10**30}/topics/skills/atom.xml").status_code == 404
