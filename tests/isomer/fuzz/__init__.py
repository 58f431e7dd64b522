"""Property-based tests: any input, the same promises.

`FUZZ_EXAMPLES=20000 pytest tests/isomer/fuzz` looks further than the suite does.
"""
