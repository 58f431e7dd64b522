"""Choosers without inline scripts.

Every chooser of the Wagtail admin (page, image, document, snippet, task) ends its HTML with a
script of its own, in one method that all of them inherit. It has no template to override, so the
method is replaced; static/js/admin-widgets.js starts what the element names.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render_chooser(
    chooser: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """The chooser's HTML and the element that starts it; `attrs` must hold its id."""
    value_data = chooser.get_value_data(value)
    html = mark_safe(chooser.render_html(name, value_data, attrs))
    if isinstance(chooser, AdminTaskChooser):
        starter = format_html(
            '<admin-widget hidden data-kind="task-chooser" data-for="{}"></admin-widget>',
            attrs["id"],
        )
    else:
        starter = format_html(
            '<admin-widget hidden data-kind="chooser" data-chooser="{}" data-for="{}"'
            ' data-options="{}"></admin-widget>',
            chooser.js_constructor,
            attrs["id"],
            json.dumps(chooser.get_js_init_options(attrs["id"], name, value_data)),
        )
    return format_html("{}{}", html, starter)


def replace_inline_scripts() -> None:
    """Let every chooser be rendered by `render_chooser`."""
    BaseChooser.render = render_chooser
