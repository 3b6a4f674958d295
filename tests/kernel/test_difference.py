"""Texts held against each other, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernel.difference import MOST, Fate, Piece, difference, is_changed


def kept(pieces: list[Piece], without: Fate) -> str:
    return "".join(piece.text for piece in pieces if piece.fate is not without)


def test_a_changed_word_is_one_piece_gone_and_one_come() -> None:
    assert difference("Cold soda today", "Cold juice today") == [
        Piece(Fate.SAME, "Cold "),
        Piece(Fate.REMOVED, "soda"),
        Piece(Fate.ADDED, "juice"),
        Piece(Fate.SAME, " today"),
    ]


def test_equal_texts_have_not_changed() -> None:
    assert not is_changed(difference("The same", "The same"))
    assert difference("", "") == []
    assert is_changed(difference("", "New"))


def test_tags_and_families_of_emoji_stay_whole() -> None:
    pieces = difference("👨‍👩‍👧 #summer", "👨‍👩‍👦 #winter")

    assert [piece.text for piece in pieces if piece.fate is Fate.REMOVED] == ["👨‍👩‍👧", "#summer"]


@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_both_texts_can_be_read_out_of_the_difference(before: str, after: str) -> None:
    pieces = difference(before, after)

    assert kept(pieces, Fate.ADDED) == before
    assert kept(pieces, Fate.REMOVED) == after


def test_very_long_texts_are_compared_by_the_line() -> None:
    before = "word " * MOST + "\nend"

    pieces = difference(before, before + " more")

    assert kept(pieces, Fate.REMOVED) == before + " more"
