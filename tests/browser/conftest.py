"""Browser tests: a real Chromium, a live server, and axe.

Every test in this folder is marked `browser`, commits its data and starts from what the
migrations wrote.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, Playwright

from fixtures.factories.releases import person
from tests.browser import chromium

# Playwright runs an event loop in the thread of the test, where Django would refuse queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: Waits for transitions to end, two seconds at most: some animations never do.
SETTLED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().map(animation => animation.finished)),
    new Promise(resolve => setTimeout(resolve, 2000)),
]).then(() => true)"""

HERE = Path(__file__).parent
AXE = Axe()
# WCAG 2.2 AA and what axe calls good practice.
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; its sandbox cannot start as root, nor in most containers."""
    path = chromium.installed()
    own = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **own, "args": list(chromium.ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "en-SG",
        "timezone_id": "Asia/Singapore",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session", autouse=True)
def _close_connections(django_db_setup: None, playwright: Playwright) -> Iterator[None]:
    """Close the connections made beside Playwright's event loop while it can still be found.

    PostgreSQL does not drop a test database to which something is connected.
    """
    yield
    connections.close_all()


@pytest.fixture
def site(live_server: Any, page: Page) -> str:
    """The address of the running site, without a final slash."""
    page.set_default_timeout(15_000)
    return live_server.url


@pytest.fixture
def assert_axe_clean() -> Callable[..., None]:
    """A function that fails with axe's findings about the page as it stands now."""

    def check(page: Page, within: str | None = None) -> None:
        # What is still fading in has not got its colours yet.
        page.evaluate(SETTLED)
        results = AXE.run(page, context=within, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def log_in(page: Page, site: str) -> Callable[[str, str], None]:
    """A function that logs a person in through the admin's own form."""

    def enter(username: str, password: str) -> None:
        page.goto(f"{site}/admin/login/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{site}/admin/")

    return enter


@pytest.fixture
def policy_violations(page: Page) -> list[str]:
    """What the content security policy has refused in this page so far, as the console said it."""
    refused: list[str] = []

    def listen(message: Any) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    page.on("console", listen)
    return refused


@pytest.fixture
def open_as(
    browser: Browser, browser_context_args: dict, site: str
) -> Iterator[Callable[..., Page]]:
    """A function that opens a browser of its own: for the member of a group, or for a visitor."""
    contexts = []

    def open_browser(group: str | None = None, width: int = 1280) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(**browser_context_args, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if group:
            page.goto(f"{site}/admin/login/")
            page.get_by_label("Username").fill(person(group).username)
            page.locator("[name=password]").fill("password")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{site}/admin/")
        return page

    yield open_browser
    for context in contexts:
        context.close()
