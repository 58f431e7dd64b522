"""The programs that are measured with and against, installed from Debian's packages when missing."""

import os
import shutil
import subprocess
import sys

#: By the name of the program: Debian's package of it.
PACKAGES = {
    "nginx": "nginx-light",
    "pgbouncer": "pgbouncer",
    "redis-server": "redis-server",
    "wrk": "wrk",
}
#: Where servers are that a user's PATH may leave out.
ELSEWHERE = "/usr/sbin:/usr/local/sbin:/usr/local/bin"


def found(name: str) -> str | None:
    """The path of a program; None, with the reason printed, where it can't be had."""
    return _looked_up(name) or _installed(name)


def version_of(program: str, *words: str) -> str:
    """The number in what a program says of its version."""
    said = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    for word in (said.stderr + said.stdout).replace("/", " ").replace("=", " ").split():
        if word[0].isdigit() and "." in word:
            return word
    return "unknown"


def _looked_up(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=ELSEWHERE)


def _installed(name: str) -> str | None:
    package = PACKAGES[name]
    if os.geteuid() or not shutil.which("apt-get"):
        print(f"{name} is not here: Debian's package is {package}, and only root installs it.")
        return None
    print(f"Installing {package} ...", flush=True)
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
        subprocess.run(
            ["apt-get", *words],
            check=False,
            stdout=sys.stderr,
            # Nothing is to be started: the benchmark starts its own.
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
        )
    if path := _looked_up(name):
        return path
    print(f"{name} is not here, and apt-get could not install {package}: see the lines above.")
    return None
