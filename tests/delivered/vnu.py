"""The Nu validator, which knows all of the HTML standard: an optional check, since it needs Java.

`make validator` fetches it. It runs on this machine and asks nobody else.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

JAR = Path(__file__).resolve().parents[2] / ".venv" / "validator" / "vnu.jar"


def jar() -> Path:
    """Where the validator is: what VNU_JAR names, else where `make validator` puts it."""
    return Path(os.environ.get("VNU_JAR") or JAR)


def why_not() -> str:
    """Why the validator cannot run here; empty when it can."""
    if not jar().is_file():
        return "the Nu validator is not here: `make validator` fetches it, or VNU_JAR names it"
    if shutil.which("java") is None:
        return "the Nu validator needs Java (Debian: apt install default-jre-headless)"
    return ""


def errors(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What the validator calls an error, a line for each; `folder` takes the pages meanwhile."""
    for name, html in pages.items():
        (folder / f"{name.replace(' ', '-')}.html").write_text(html, encoding="utf-8")
    command = ["java", "-Xss1m", "-jar", str(jar()), "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [*command, "--errors-only", *sorted(map(str, folder.glob("*.html")))],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '')} {message['message']}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] in ("error", "non-document-error")
    ]
