"""A second process that converts ahead, and what happens when it is gone."""

import os
import signal

import pytest

from portal.isomer import conversion
from portal.isomer.codes import Code
from portal.isomer.mapping import Mapping
from portal.isomer.planner import make_plan
from portal.isomer.reader import read


@pytest.fixture
def pages(make_repository, clock):
    repository = read(make_repository())
    return make_plan(repository, Mapping(), today=clock.now().date()).pages


@pytest.fixture
def two_processes(monkeypatch):
    monkeypatch.setattr(conversion, "WORTHWHILE", 1)


def shapes(contents) -> list:
    return [(content.fields, content.notes, content.source.words) for content in contents]


def test_the_same_content_from_either_process(pages, monkeypatch):
    alone = shapes(conversion.converted_pages(pages, ""))
    monkeypatch.setattr(conversion, "WORTHWHILE", 1)
    assert shapes(conversion.converted_pages(pages, "")) == alone
    assert len(alone) == len(pages)


def test_a_page_that_can_not_be_converted_is_an_answer(pages, two_processes, monkeypatch):
    build = conversion.build

    def sometimes(page, *, room):
        if page.source == pages[2].source:
            raise ValueError("no")
        return build(page, room=room)

    monkeypatch.setattr(conversion, "build", sometimes)
    contents = list(conversion.converted_pages(pages, ""))
    assert [isinstance(content, ValueError) for content in contents].index(True) == 2
    assert sum(isinstance(content, Exception) for content in contents) == 1


def test_the_rest_is_converted_when_the_other_process_is_killed(pages, two_processes, monkeypatch):
    ours = os.getpid()
    build = conversion.build

    def deadly(page, *, room):
        if os.getpid() != ours and page.source == pages[4].source:
            os.kill(os.getpid(), signal.SIGKILL)
        return build(page, room=room)

    monkeypatch.setattr(conversion, "build", deadly)
    contents = list(conversion.converted_pages(pages, ""))
    assert len(shapes(contents)) == len(pages)


def test_the_other_process_ends_with_the_loop(pages, two_processes):
    contents = conversion.converted_pages(pages, "")
    next(contents)
    children = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    with open(children) as file:
        assert file.read().split()
    contents.close()
    with open(children) as file:
        assert file.read().split() == []


@pytest.mark.django_db
def test_a_run_reports_the_page_that_could_not_be_converted(
    make_repository, run_import, two_processes, monkeypatch
):
    folder = make_repository()
    build = conversion.build

    def sometimes(page, *, room):
        if page.source == "pages/plan.md":
            raise ValueError("no plan")
        return build(page, room=room)

    monkeypatch.setattr(conversion, "build", sometimes)
    report = run_import(folder)
    plan = next(item for item in report.items if item.source == "pages/plan.md")
    assert (plan.warnings[-1].code, plan.warnings[-1].detail) == (Code.PAGE_FAILED, "no plan")
    assert plan.action == "skipped"
    assert sum(item.action == "created" for item in report.items) >= 13
