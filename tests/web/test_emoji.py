"""Emoji by their names."""

from antiphon.web.emoji import MOST, search


def test_emoji_are_found_by_the_beginnings_of_their_words() -> None:
    found = search("ice cre", "en")

    assert [one.sign for one in found][:2] == ["🍦", "🍨"]
    assert search("no such sign at all", "en") == []


def test_what_is_called_so_comes_before_what_only_belongs_to_it() -> None:
    first = search("fire", "en")[0]

    assert (first.sign, first.name) == ("🔥", "fire")


def test_names_are_those_of_the_readers_language() -> None:
    assert search("Feuer", "de")[0].sign == "🔥"
    assert search("fuego", "es")[0].sign == "🔥"
    assert search("fogo", "pt-br")[0].sign == "🔥"
    assert search("fire", "ja")[0].sign == "🔥"


def test_never_more_than_a_page_shows() -> None:
    assert len(search("", "en")) == MOST
