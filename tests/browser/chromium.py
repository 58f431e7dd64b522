"""Finding a Chromium for the browser tests, and installing one where there is none.

`python -m tests.browser.chromium` prints the path of one that starts, for `make test`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
)


def installed() -> str | None:
    """The browser of CHROMIUM_PATH, else the first one on PATH, else an application."""
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        return chosen
    on_path = (shutil.which(name) for name in NAMES)
    return next(filter(None, on_path), None) or next(
        (path for path in APPLICATIONS if Path(path).exists()), None
    )


def starts(path: str) -> bool:
    """Whether the browser at `path` opens a page: one without its libraries does not."""
    if not Path(path).exists():
        return False
    # Playwright is only needed to try a browser, not to find one.
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            browser.new_page().goto("about:blank")
            browser.close()
    except Error:
        return False
    return True


def playwrights_own() -> str:
    """Where Playwright keeps the Chromium that it installs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> str | None:
    """Install Playwright's Chromium, else Debian's when this user may. None when neither works."""
    print("No Chromium found: installing one ...", file=sys.stderr)
    run([sys.executable, "-m", "playwright", "install", "chromium"])
    if starts(own := playwrights_own()):
        return own
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "update", "--quiet=2"])
        run(["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", "chromium"])
        debians = shutil.which("chromium")
        if debians and starts(debians):
            return debians
    return None


def run(command: list[str]) -> None:
    """Run a step of the installation; what it prints goes to standard error."""
    subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> None:
    """Print the path of a Chromium that starts, or stop with a line that says what to do."""
    path = installed()
    if path is not None:
        if not starts(path):
            sys.exit(
                f"The browser at {path} does not start: install Chromium or set CHROMIUM_PATH."
            )
    else:
        own = playwrights_own()
        path = own if starts(own) else install()
    if path is None:
        sys.exit(
            "The browser tests need Chromium and none could be installed: install Chromium or "
            "Google Chrome, or set CHROMIUM_PATH to one."
        )
    print(path)


if __name__ == "__main__":
    main()
