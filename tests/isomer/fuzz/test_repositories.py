"""Properties of whole repositories: an import never crashes, and a second one writes nothing."""

import re
import shutil
from collections import Counter
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from newsroom.models import NewsLinkPage, NewsListPage, NewsroomPage
from pages.models import SearchPage
from portal.isomer.errors import ImportStop
from portal.isomer.reader import read
from tests.isomer.fuzz.active import active_content
from tests.isomer.fuzz.profile import examples
from tests.isomer.fuzz.trees import pack, packed, repository_files, spoilt, write

_WRITES = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)
#: Where a run keeps its own book.
_OWN_BOOK = {"isomer_importrun", "isomer_importrunitem"}
#: Pages with a form of our own, to search or to filter.
WITH_FORM = (SearchPage, NewsroomPage, NewsListPage)
_MAIN = re.compile(r"<main\b.*</main>", re.S)


@pytest.fixture
def fresh_folder(tmp_path):
    """A function that makes an empty folder for each example."""
    numbers = count()

    def make():
        shutil.rmtree(tmp_path / "example", ignore_errors=True)
        folder = tmp_path / "example" / f"site{next(numbers)}"
        folder.mkdir(parents=True)
        return folder

    return make


def imported(run_import, path) -> Counter:
    """Import what can be imported; the tables that were written to."""
    written: Counter = Counter()

    def count_writes(execute, sql, params, many, context):
        if match := _WRITES.match(str(sql)):
            written[match.group(1)] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count_writes):
        try:
            run_import(path)
        except ImportStop:
            return Counter()
    return Counter({table: n for table, n in written.items() if table not in _OWN_BOOK})


def shown() -> list[str]:
    """What is active in the pages a visitor gets, and pages that fail."""
    problems = []
    for page in Page.objects.filter(live=True, depth__gt=1).specific():
        response = Client().get(page.url)
        # An entry whose file the repository does not have leads nowhere, as it did before.
        nowhere = isinstance(page, NewsLinkPage) and response.status_code == 404
        if response.status_code >= 400 and not nowhere:
            problems.append(f"{page.url} answers {response.status_code}")
        elif response.status_code == 200 and (main := _MAIN.search(response.content.decode())):
            ours = {"<form>", "<input>"} if isinstance(page, WITH_FORM) else set()
            problems += [found for found in active_content(main.group()) if found not in ours]
    return problems


def once_and_again(run_import, path) -> Counter:
    """Import twice, inside a transaction that is rolled back; what the second run wrote."""
    with transaction.atomic():
        imported(run_import, path)
        problems = shown()
        again = imported(run_import, path)
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
    cache.clear()
    assert problems == []
    return again


@pytest.mark.django_db
@examples(8)
@given(repository_files)
def test_any_repository_is_imported_and_the_second_run_writes_nothing(
    run_import, fresh_folder, files
):
    assert once_and_again(run_import, write(fresh_folder(), files)) == {}


@pytest.mark.django_db
@examples(4)
@given(repository_files, st.sampled_from(("", "site-main/", "./", "../", "/", "a/../../")))
def test_any_archive_is_imported_and_the_second_run_writes_nothing(
    run_import, fresh_folder, files, top
):
    path = pack(fresh_folder() / "site.zip", files, top)
    assert once_and_again(run_import, path) == {}


@examples(60)
@given(repository_files, st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=12))
def test_a_damaged_archive_is_read_or_refused(fresh_folder, files, changes):
    path = fresh_folder() / "site.zip"
    path.write_bytes(spoilt(packed({"_config.yml": b"title: x\n", **files}), changes))
    try:
        repository = read(path)
    except ImportStop:
        return
    repository.tree.close()


@examples(60)
@given(repository_files)
def test_reading_is_deterministic_and_accounts_for_every_file(fresh_folder, files):
    folder = write(fresh_folder(), files)
    try:
        first, second = read(folder), read(folder)
    except ImportStop as stop:
        assert "\n" not in str(stop).strip()
        return
    assert first.documents == second.documents
    assert first.left_out == second.left_out
