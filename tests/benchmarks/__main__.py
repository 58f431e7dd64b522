"""Choose and run sections: `python -m tests.benchmarks [SECTION …] [options]`."""

import argparse
import platform
from types import ModuleType

from tests.benchmarks import (
    budgets,
    freshness,
    growth,
    importing,
    pictures,
    readme,
    releasing,
    results,
    serving,
)

SECTIONS: dict[str, ModuleType] = {
    "import": importing,
    "releases": releasing,
    "growth": growth,
    "pictures": pictures,
    "freshness": freshness,
    "budgets": budgets,
    "serving": serving,
}


def main() -> None:
    """The command line."""
    listed = "; ".join(f"{name}: {section.SUMMARY}" for name, section in SECTIONS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", epilog=f"Sections: {listed}"
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all, unless some are named")
    parser.add_argument("--list", action="store_true", help="list the sections and stop")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures and write the README's table"
    )
    for name, section in SECTIONS.items():
        section.add_arguments(parser.add_argument_group(f"section {name}"))
    options = parser.parse_args()
    if unknown := [name for name in options.sections if name not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    if options.list:
        for name, section in SECTIONS.items():
            print(f"{name:12} {section.SUMMARY}")
        return
    if options.write:
        results.keep()
    print(f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}")
    for name in options.sections or SECTIONS:
        print(f"\n== {name}: {SECTIONS[name].SUMMARY}", flush=True)
        SECTIONS[name].run(options)
    if options.write:
        readme.rewrite()


if __name__ == "__main__":
    main()
