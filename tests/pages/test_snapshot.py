"""Which statements a view may make that is read in one state."""

import pytest

from pages.snapshot import WantsToWrite, _refuse_writing


@pytest.mark.parametrize(
    ("statement", "is_read"),
    [
        ("SELECT 1", True),
        ("  with n as (SELECT 1) SELECT * FROM n", True),
        ('(SELECT "a" FROM "b") UNION ALL (SELECT "c" FROM "d")', True),
        ("( (SELECT 1) UNION (SELECT 2))", True),
        ('SAVEPOINT "s1"', True),
        ("UPDATE b SET a = 1", False),
        ("(DELETE FROM b)", False),
        ("SELECT a FROM b FOR UPDATE", False),
        ("SELECT a FROM b FOR NO KEY UPDATE OF b", False),
    ],
)
def test_only_what_reads_is_let_through(statement, is_read) -> None:
    def ask() -> str:
        return _refuse_writing(lambda *_: "answer", statement, (), False, {})

    if is_read:
        assert ask() == "answer"
    else:
        with pytest.raises(WantsToWrite):
            ask()
