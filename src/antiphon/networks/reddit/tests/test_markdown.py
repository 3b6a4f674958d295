"""What people typed stays what people read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from antiphon.networks.reddit.markdown import escaped, length, read, rendered
from antiphon.networks.reddit.simulator.reader import read as as_a_reader


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("#summer is here", "\\#summer is here"),
        ("one\ntwo", "one  \ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("- a\n+ b\n1. c", "\\- a  \n\\+ b  \n1\\. c"),
        ("snake_case and _this_", "snake_case and \\_this\\_"),
        ("https://e.org/a_b_(c)*d", "https://e.org/a_b_(c)*d"),
        ("[x](y)", "\\[x\\](y)"),
        ("> said", "\\> said"),
        ("sugar < 5 g & no ice?", "sugar \\< 5 g & no ice?"),
        ("a \\ b", "a \\\\ b"),
    ],
)
def test_signs_keep_their_face(typed: str, sent: str) -> None:
    assert escaped(typed) == sent
    assert read(sent) == typed
    assert as_a_reader(sent) == typed


@given(some.text(alphabet="ab1 .\n\\*_#>-+[]()|~^`<&", max_size=60))
def test_every_text_is_read_as_it_was_typed(text: str) -> None:
    assert rendered(read(escaped(text))) == rendered(text)
    assert rendered(as_a_reader(escaped(text))) == rendered(text)


def test_the_link_that_leads_to_a_poll_is_not_part_of_its_text() -> None:
    told = "Which one?\n\n[View Poll](https://www.reddit.com/poll/ga3hiq)"

    assert read(told) == "Which one?"
    assert as_a_reader(told) == "Which one?"


def test_escapes_count_for_the_length() -> None:
    assert length("**") == 4
