"""What the project itself adds to the admin: the style guide, under Reports."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.style_guide import views


@hooks.register("register_admin_urls")
def style_guide_urls() -> list:
    return [path("style-guide/", views.index, name="style_guide")]


@hooks.register("register_reports_menu_item")
def style_guide_menu_item() -> MenuItem:
    # Last: the others say what happens on the site, this one what it is made of.
    return MenuItem(
        "Style guide", reverse("style_guide"), name="style-guide", icon_name="glasses", order=1200
    )
