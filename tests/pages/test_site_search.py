"""Search: any input gets an answer, and the answer names nothing that is not public."""

import pytest

from fixtures import factories as make
from pages import site_search
from pages.site_search import clean_query, search


@pytest.fixture
def archive(db) -> None:
    make.HomePageFactory(site_root=True)
    make.ContentPageFactory(title="Harbour lights", summary="What shines at night.")
    make.ContentPageFactory(title="Night ferries", summary="From the harbour to the isles.")
    make.NewsArticleFactory(title="A new harbour", summary="It opens in May.")
    make.ContentPageFactory(title="Secret harbour", draft=True)
    make.PressReleaseFactory(title="Embargoed harbour", embargoed=True)


def titles(query: str, kind: str = "") -> set[str]:
    return {page.title for page in search(clean_query(query), kind).pages}


def test_titles_and_texts_are_found(archive) -> None:
    assert titles("harbour") == {"Harbour lights", "Night ferries", "A new harbour"}
    assert titles("isles") == {"Night ferries"}
    assert titles("submarine") == set()


def test_hidden_pages_take_no_place_from_public_ones(archive, monkeypatch) -> None:
    monkeypatch.setattr(site_search, "MAX_RESULTS", 3)
    assert titles("harbour") == {"Harbour lights", "Night ferries", "A new harbour"}


def test_results_can_be_narrowed_by_kind(archive) -> None:
    results = search("harbour")
    assert results.kinds == {"Page": 2, "News article": 1}
    assert titles("harbour", "News article") == {"A new harbour"}
    assert titles("harbour", "nonsense") == titles("harbour")


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  two   words ", "two words"),
        ('"unbalanced', "unbalanced"),
        ("a\x00b", "a b"),
        ("'; DROP TABLE --", "DROP TABLE"),
        ("***", ""),
        ("🌊", ""),
        ("海港", "海港"),
        (" ".join(["word"] * 50), " ".join(["word"] * 12)),
    ],
)
def test_a_query_is_cut_down_to_words(written, cleaned) -> None:
    assert clean_query(written) == cleaned


NASTY = ['"', "'", "\\", "%", "_", "(", ")", "AND", "OR NOT", "*", "a*", "a:b", "^", "-a", "\x00", "\ud800",
         "a" * 5000, "NEAR/3", "{", "}", "<script>", "ö", "a'b\"c", "\u2028"]  # fmt: skip


@pytest.mark.parametrize("query", NASTY, ids=[f"nasty-{n}" for n in range(len(NASTY))])
def test_any_input_is_answered(archive, client, query) -> None:
    make.SearchPageFactory()
    assert client.get("/search/", {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200
