from pages.navigation import Entry, Navigation


def leaf(label="", page=None, url=""):
    return {"label": label, "link": {"page": page and page.pk, "url": url}}


def entry(label="", page=None, url="", children=()):
    return {**leaf(label, page, url), "children": list(children)}


def menu(site, *items) -> list[Entry]:
    navigation = Navigation.for_site(site)
    navigation.items = [("item", value) for value in items]
    block = navigation.items.stream_block
    navigation.items = block.to_python([{"type": "item", "value": value} for value in items])
    navigation.save()
    return Navigation.objects.get(pk=navigation.pk).entries()


def test_three_levels_take_the_titles_of_their_pages(add_page, section) -> None:
    inner = add_page("Inner", parent=section)
    shown = menu(
        section.get_site(),
        entry(page=section, children=[entry("Group", children=[leaf(page=inner)])]),
        entry("Elsewhere", url="https://www.example.org/"),
    )
    assert shown == [
        Entry("About", "/about/", [Entry("Group", None, [Entry("Inner", "/about/inner/")])]),
        Entry("Elsewhere", "https://www.example.org/"),
    ]


def test_entries_of_hidden_pages_disappear_with_headings_that_lead_nowhere(add_page, home) -> None:
    hidden = add_page("Secret")
    hidden.unpublish()
    shown = menu(
        home.get_site(),
        entry(page=hidden),
        entry("Its label would tell too", page=hidden),
        entry("Group", children=[entry(page=hidden)]),
        entry("Nothing behind it"),
    )
    assert shown == []


def test_the_whole_menu_takes_the_same_few_queries(
    add_page, section, django_assert_num_queries
) -> None:
    pages = [add_page(f"Page {number}", parent=section) for number in range(6)]
    menu(
        section.get_site(),
        entry(page=section, children=[entry(page=page) for page in pages]),
    )
    navigation = Navigation.objects.get()
    # The choosers of both levels with the site roots, the pages, the hidden branches.
    with django_assert_num_queries(4):
        assert len(navigation.entries()[0].children) == 6
