"""The pages that are made from the code say what the code says."""

import pytest

from docs import generate


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_a_made_page_says_what_the_code_says(name: str) -> None:
    written = (generate.REFERENCE / name).read_text(encoding="utf-8")

    assert written == generate.PAGES[name](), "Run `make docs` and commit what it writes."


def test_a_bar_in_a_cell_does_not_cut_the_table() -> None:
    assert generate.table(("a",), [("x|y",)]) == "| a |\n| --- |\n| x\\|y |"
