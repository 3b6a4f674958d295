"""The table of promises is complete, and no test names a row that is not there."""

from tests import promises

GROUPS = {
    "P": 21,
    "T": 6,
    "K": 8,
    "W": 7,
    "I": 7,
    "L": 3,
    "X": 2,
    "A": 2,
    "D": 3,
    "O": 4,
    "S": 41,
    "F": 68,
}


def test_the_table_has_every_row_once() -> None:
    expected = [f"{group}{n}" for group, last in GROUPS.items() for n in range(1, last + 1)]

    assert sorted(promises.rows()) == sorted(expected)
    assert len(promises.ROW.findall(promises.TABLE.read_text())) == len(expected)


def test_every_mark_names_a_row_of_the_table() -> None:
    assert sorted(promises.kept().keys() - promises.rows().keys()) == []
