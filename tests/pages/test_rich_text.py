from wagtail.rich_text import expand_db_html


def test_a_link_to_a_public_page_leads_there(add_page) -> None:
    page = add_page("Plan", permalink="/the-plan")
    html = f'<p>Read <a linktype="page" id="{page.pk}">the plan</a>.</p>'
    assert expand_db_html(html) == '<p>Read <a href="/the-plan">the plan</a>.</p>'


def test_a_link_to_a_hidden_page_is_its_plain_text(add_page) -> None:
    page = add_page("Secret")
    page.unpublish()
    html = f'<p>Read <a linktype="page" id="{page.pk}">the plan</a>.</p>'
    assert expand_db_html(html) == "<p>Read <a>the plan</a>.</p>"
    assert "secret" not in expand_db_html(html)


def test_a_link_to_nothing_is_its_plain_text(home) -> None:
    for wrong in ('id="999999"', 'id=""', 'id="x"', ""):
        assert expand_db_html(f'<a linktype="page" {wrong}>plan</a>') == "<a>plan</a>"


def test_all_links_of_a_text_are_looked_up_together(add_page, django_assert_num_queries) -> None:
    pages = [add_page(f"Page {number}") for number in range(5)]
    links = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages)
    # The pages, the hidden branches.
    with django_assert_num_queries(2):
        expand_db_html(links)
