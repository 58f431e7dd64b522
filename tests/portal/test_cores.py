"""Workers have a core each where there are as many of them as cores: real processes are asked."""

import json
import os
import subprocess
import sys

import pytest

#: Forks so many processes after the call, and one more in each; says on which cores each may run:
#: itself, those that it forked, and those that these forked.
ASKED = """
import json, os, sys
from portal.delivery import cores

def forked(inside):
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        os.waitpid(child, 0)
        return json.loads(os.read(reading, 10_000))
    os.write(writing, json.dumps(inside()).encode())
    os._exit(0)

def own():
    return sorted(os.sched_getaffinity(0))

workers, forks = map(int, sys.argv[1:])
cores.give_to_workers(workers)
children = [forked(lambda: [own(), forked(own)]) for _ in range(forks)]
print(json.dumps([own(), *map(list, zip(*children))]))
"""
CORES = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []

pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="the tests run on one core")


def asked(workers: int, forks: int) -> list:
    words = [sys.executable, "-c", ASKED, str(workers), str(forks)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, timeout=60)
    return json.loads(done.stdout)


def test_each_worker_has_a_core_and_one_that_is_started_anew_has_the_next():
    server, workers, _ = asked(len(CORES), len(CORES) + 1)
    assert workers == [[core] for core in (*CORES, CORES[0])]
    assert server == CORES


def test_what_a_worker_forks_stays_where_it_is():
    _, workers, forked = asked(len(CORES), len(CORES))
    assert forked == workers


@pytest.mark.parametrize("more", [-1, 1])
def test_nothing_is_given_where_there_are_fewer_workers_than_cores_or_more(more: int):
    server, [worker], _ = asked(len(CORES) + more, 1)
    assert server == worker == CORES
