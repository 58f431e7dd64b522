"""A page with ten new photographs, in a process of its own on the database of the environment:
`python -m tests.benchmarks.pictures_visited FILE…` prints, as JSON, what its first visit took, what
visits took once everything was ready, how many pictures were encoded in visits, and after how many
seconds of a worker beside it all was ready.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django

PHOTOGRAPHS = 10
VISITS = 9
PATIENCE = 600.0


def measure(files: list[Path]) -> dict[str, float]:
    """The figures, by name."""
    # Models can be imported once Django is set up.
    from django.test import Client

    from fixtures import factories as make
    from pages.models.rendition_jobs import RenditionJob

    home = make.HomePageFactory(site_root=True)
    other, page = (_page(home, files, title) for title in ("Other", "New"))
    client = Client(headers={"host": "localhost"})
    encoded = _count_encodings()
    # Templates are compiled, and what processes keep is there, as in one that serves for a while.
    for _ in range(3):
        _visit(client, other.url)
    first = _visit(client, page.url)
    waiting = RenditionJob.objects.exclude(state=RenditionJob.State.DONE)
    with subprocess.Popen([sys.executable, "manage.py", "make_renditions"]) as worker:
        try:
            ready = _seconds_until(lambda: waiting.count() <= PHOTOGRAPHS, worker)
            ready = _seconds_until(lambda: not waiting.exists(), worker)
        finally:
            worker.terminate()
    warm = statistics.median(_visit(client, page.url) for _ in range(VISITS))
    return {"first": first, "warm": warm, "encoded": float(len(encoded)), "ready": ready}


def _page(home, files: list[Path], title: str):
    """A page that shows photographs that nobody has seen."""
    from django.core.files.base import ContentFile

    from fixtures import factories as make

    body = []
    for number in range(PHOTOGRAPHS):
        content = files[number % len(files)].read_bytes()
        image = make.SiteImageFactory(file=ContentFile(content, name=f"photograph-{number}.jpg"))
        value = {"image": image, "alt_text": "", "decorative": True}
        body.append(("image", {"image": value, "size": "full"}))
    return make.ContentPageFactory(parent=home, title=title, body=body)


def _visit(client, address: str) -> float:
    """Seconds of processor time of one answer of Django's."""
    began = time.process_time()
    response = client.get(address)
    taken = time.process_time() - began
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}")
    return taken


def _count_encodings() -> list[str]:
    """A list that has one entry more for each file that Pillow encodes in this process."""
    from PIL import Image

    encoded: list[str] = []
    save = Image.Image.save

    def counted(self, fp, format=None, **options):
        encoded.append(str(format))
        return save(self, fp, format, **options)

    Image.Image.save = counted  # type: ignore[method-assign,assignment]
    return encoded


def _seconds_until(holds, worker: subprocess.Popen) -> float:
    began = time.monotonic()
    while not holds():
        if worker.poll() is not None or time.monotonic() > began + PATIENCE:
            sys.exit(f"the worker of the pictures has not done its work within {PATIENCE} seconds")
        time.sleep(0.02)
    return time.monotonic() - began


if __name__ == "__main__":
    django.setup()
    print(json.dumps(measure([Path(name) for name in sys.argv[1:]])))
