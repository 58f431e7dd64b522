"""Measurements: figures side by side, no assertion. `make bench`, or `python -m tests.benchmarks`.

A section is a module with `SUMMARY`, `add_arguments(group)` and `run(options)`, named in
`__main__`. It prints its own tables.
"""
