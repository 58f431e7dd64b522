"""The headers that every answer carries, and the policy that the admin gets on top."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.models import get_page_models

pytestmark = pytest.mark.django_db


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """The directives of the response's content security policy."""
    directives = response["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for words in (part.split() for part in directives)}


@pytest.fixture
def public(client: Client) -> HttpResponse:
    """An answer that every visitor can get."""
    return client.get("/no-such-page/")


@pytest.fixture
def admin(client: Client) -> HttpResponse:
    return client.get("/admin/login/")


def test_public_pages_take_scripts_and_styles_from_this_site_only(public):
    directives = policy(public)
    assert directives["default-src"] == ["'self'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["img-src"] == ["'self'", "data:"]
    assert directives["object-src"] == ["'none'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'self'"]


def test_frames_come_from_the_allowed_hosts_only(public):
    assert policy(public)["frame-src"] == [
        "https://www.youtube-nocookie.com",
        "https://player.vimeo.com",
        "https://form.gov.sg",
        "https://www.google.com",
        "https://docs.google.com",
        "https://calendar.google.com",
        "https://maps.google.com",
        "https://drive.google.com",
        "https://www.facebook.com",
        "https://www.instagram.com",
        "https://platform.twitter.com",
        "https://www.onemap.gov.sg",
        "https://www.linkedin.com",
        "https://open.spotify.com",
        "https://w.soundcloud.com",
    ]


def test_an_embed_host_is_added_by_a_setting(client: Client, settings: Settings):
    settings.EMBED_HOSTS = ["maps.agency.example"]
    assert policy(client.get("/no-such-page/"))["frame-src"][-1] == "https://maps.agency.example"


def test_images_may_come_from_the_media_host(client: Client, settings: Settings):
    settings.S3_PUBLIC_HOST = "media.agency.example"
    directives = policy(client.get("/no-such-page/"))
    assert directives["img-src"] == ["'self'", "data:", "https://media.agency.example"]
    assert directives["script-src"] == ["'self'"]


def test_the_admin_may_style_inline_but_not_script_inline(admin):
    directives = policy(admin)
    assert directives["style-src"] == ["'self'", "'unsafe-inline'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["img-src"] == ["'self'", "data:", "blob:"]
    assert directives["frame-src"][0] == "'self'"
    assert directives["object-src"] == ["'none'"]


def test_an_address_that_only_begins_like_the_admin_is_public(client: Client):
    assert policy(client.get("/administration/"))["style-src"] == ["'self'"]


@pytest.mark.parametrize("address", ["/no-such-page/", "/admin/login/", "/_health/"])
def test_every_answer_carries_the_security_headers(client: Client, address: str):
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/no-such-page/", "/_health/", "/admin"])
def test_a_visitor_gets_no_cookie(client: Client, address: str):
    assert not client.get(address).cookies


def test_the_admin_finds_itself_without_its_slash(client: Client):
    response = client.get("/admin")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_an_error_page_stands_alone(public, django_assert_num_queries):
    assert public.status_code == 404
    assert [template.name for template in public.templates] == ["404.html", "error.html"]


INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>")


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_no_editor_form_holds_an_inline_script(client: Client, rf, model):
    user = User.objects.create_superuser("root")
    request = rf.get("/")
    request.user = user
    handler = model.get_edit_handler()
    instance = model()
    form = handler.get_form_class()(instance=instance, for_user=user)
    html = handler.get_bound_panel(request=request, instance=instance, form=form).render_html()
    assert "<admin-widget" in html
    assert INLINE_SCRIPT.findall(html) == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/account/", "/admin/images/"])
def test_no_admin_page_holds_an_inline_script(client: Client, address: str):
    client.force_login(User.objects.create_superuser("root"))
    html = client.get(address).content.decode()
    assert "js/admin-widgets.js" in html
    assert INLINE_SCRIPT.findall(html) == []
