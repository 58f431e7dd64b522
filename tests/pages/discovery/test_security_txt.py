"""/.well-known/security.txt by RFC 9116."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from pages.discovery import contact
from pages.site_settings import SiteSettings

ADDRESS = "/.well-known/security.txt"
MAIL = "security@agency.example"


@pytest.fixture
def chosen(home) -> SiteSettings:
    return SiteSettings.for_site(Site.objects.get())


def fields(client, **extra) -> dict[str, str]:
    response = client.get(ADDRESS, **extra)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    # Section 2.2: every line ends, here with LF; a name, a colon, a space and a value.
    assert text.endswith("\n")
    lines = [re.fullmatch(r"([A-Z][A-Za-z-]+): (\S.*)", line) for line in text.splitlines()]
    assert all(lines)
    names = [line[1] for line in lines]
    assert len(names) == len(set(names))
    assert {"Contact", "Expires"} <= set(names)
    return {line[1]: line[2] for line in lines}


@pytest.mark.parametrize(
    ("written", "published"),
    [
        (MAIL, f"mailto:{MAIL}"),
        (f"mailto:{MAIL}", f"mailto:{MAIL}"),
        (" a+b@agency.example ", "mailto:a+b@agency.example"),
        ("https://agency.example/report?a=1", "https://agency.example/report?a=1"),
        ("tel:+65-6123-4567", "tel:+65-6123-4567"),
        ("tel:+65 6123 4567", "tel:+6561234567"),
    ],
)
def test_the_contact_is_an_address_with_its_scheme(chosen, client, written, published) -> None:
    chosen.security_contact = written.strip()
    chosen.full_clean()
    chosen.save()
    assert fields(client)["Contact"] == published
    assert contact.address_of(written) == published


@pytest.mark.parametrize(
    "written",
    [
        "agency", "http://agency.example/", "https://", "https://a b.example/", "tel:", "tel:x",
        "javascript:alert(1)", "ftp://agency.example", "/report/", "a@b", "mailto:", "https://[",
        "https://agency.example/\nExpires: 2000-01-01T00:00:00Z", f"{MAIL}\nContact: mailto:x@y.zz",
    ],
)  # fmt: skip
def test_what_is_no_contact_is_refused_in_plain_words(chosen, written) -> None:
    chosen.security_contact = written
    with pytest.raises(ValidationError) as caught:
        chosen.full_clean()
    (message,) = caught.value.message_dict["security_contact"]
    assert message.startswith("Write a mail address such as ")
    assert contact.address_of(written) == ""


def test_it_expires_in_the_future_and_within_a_year(chosen, client, clock) -> None:
    chosen.security_contact = MAIL
    chosen.save()
    for days in (0, 0.4, 0.9, 365, 3000):
        clock.forward(days=days)
        expires = datetime.fromisoformat(fields(client)["Expires"])
        assert clock.now() + timedelta(days=30) < expires <= clock.now() + timedelta(days=365)
        assert expires.tzinfo == UTC


def test_it_is_the_same_all_day(chosen, client, clock) -> None:
    chosen.security_contact = MAIL
    chosen.save()
    first = client.get(ADDRESS)
    clock.forward(hours=5)
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_it_names_its_language_and_over_https_its_own_address(chosen, client) -> None:
    chosen.security_contact = MAIL
    chosen.save()
    assert fields(client)["Preferred-Languages"] == "en"
    assert "Canonical" not in fields(client)
    assert fields(client, secure=True)["Canonical"] == f"https://testserver{ADDRESS}"


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("https://agency.example/report", "https://agency.example/report"),
        ("/report/", "https://testserver/report/"),
        (MAIL, f"mailto:{MAIL}"),
    ],
)
def test_without_a_contact_the_link_of_the_footer_serves(
    chosen, client, written, published
) -> None:
    chosen.report_vulnerability_url = written
    chosen.save()
    assert fields(client, secure=True)["Contact"] == published
    chosen.security_contact = "tel:+65-6123-4567"
    chosen.save()
    assert fields(client, secure=True)["Contact"] == "tel:+65-6123-4567"


@pytest.mark.parametrize("written", ["", "http://agency.example/report", "//evil.example/x", "x"])
def test_without_any_contact_there_is_no_file(chosen, client, written) -> None:
    chosen.report_vulnerability_url = written
    chosen.save()
    assert client.get(ADDRESS, secure=True).status_code == 404
