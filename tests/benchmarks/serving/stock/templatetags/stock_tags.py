"""Menus that walk the tree of pages, the way to the page, and the foot of the site."""

from django import template
from wagtail.models import Page, Site

from tests.benchmarks.serving.stock.models import FooterText

register = template.Library()


@register.simple_tag(takes_context=True)
def front(context):
    """The home page of the site that is asked for."""
    return Site.find_for_request(context["request"]).root_page


def _below(page):
    """The entries below one, each with whether it has more, and whether the visitor is there."""
    return page.get_children().live().in_menu()


def _entries(context, parent):
    entries = _below(parent)
    here = context.get("page")
    for entry in entries:
        entry.has_more = _below(entry).exists()
        entry.is_here = here.url_path.startswith(entry.url_path) if here else False
    return {"entries": entries, "page": here, "request": context["request"]}


@register.inclusion_tag("stock/menu.html", takes_context=True)
def menu(context, parent):
    """The first level."""
    return _entries(context, parent)


@register.inclusion_tag("stock/submenu.html", takes_context=True)
def submenu(context, parent):
    """The second one."""
    return _entries(context, parent)


@register.inclusion_tag("stock/breadcrumbs.html", takes_context=True)
def breadcrumbs(context):
    """The pages above this one, and itself."""
    page = context["page"]
    above = Page.objects.ancestor_of(page, inclusive=True).filter(depth__gt=1)
    return {"above": above, "request": context["request"]}


@register.inclusion_tag("stock/footer.html")
def footer():
    """The text of the foot."""
    return {"text": FooterText.objects.first()}
