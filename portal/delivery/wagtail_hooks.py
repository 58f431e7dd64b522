"""What the content security policy asks of the admin: scripts come as files."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def admin_widgets_script() -> SafeString:
    """The script that starts date fields and inline panels (see templates/wagtailadmin/)."""
    return format_html('<script src="{}"></script>', static("js/admin-widgets.js"))
