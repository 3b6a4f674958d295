"""What is not taken, and in which words."""

import pytest

from antiphon.media import kinds
from tests.media import hostile
from tests.media.conftest import Refuse

pytestmark = pytest.mark.promise("I6")

TABLE = [
    (b"", "empty.png", "empty_file", "empty"),
    (hostile.HTML, "cat.png", "not_what_it_says", "HTML"),
    (hostile.PROGRAM, "cat.jpg", "not_what_it_says", "a program"),
    (hostile.ELF, "cat.gif", "not_what_it_says", "a program"),
    (hostile.SVG, "logo.svg", "kind", "Export it as PNG"),
    (hostile.SVG, "logo.png", "not_what_it_says", "SVG"),
    (hostile.XML, "feed.xml", "kind", "XML"),
    (hostile.FONT, "brand.woff2", "kind", "a font"),
    (b"PK\x03\x04" + bytes(100), "all.zip", "kind", "an archive"),
    (hostile.HEIC, "phone.heic", "kind", "Export it as JPEG"),
    (hostile.MATROSKA, "film.mkv", "kind", "Save it as MP4"),
    (hostile.PLAYLIST, "film.mp4", "not_a_video", "a playlist"),
    (hostile.CONCAT, "film.mov", "not_a_video", "a playlist"),
    (b"just words", "words.txt", "kind", "plain text"),
    (hostile.drawn_gif(), "film.mp4", "not_what_it_says", "a GIF picture"),
]


@pytest.mark.parametrize(("body", "name", "rule", "word"), TABLE, ids=[row[1] for row in TABLE])
def test_what_is_not_taken_is_refused_in_words(
    refuse: Refuse, body: bytes, name: str, rule: str, word: str
) -> None:
    problem = refuse(body, name)

    assert (problem.field, problem.rule) == ("media", rule)
    assert word in problem.say


@pytest.mark.parametrize("sort", [kinds.PNG, kinds.JPEG, kinds.WEBP, kinds.GIF, kinds.MP4,
                                  kinds.MOV, kinds.WEBM, kinds.PDF])  # fmt: skip
def test_every_sort_that_we_take_has_an_ending_of_ours(sort: kinds.Sort) -> None:
    assert kinds.EXTENSIONS[sort.mime].isalnum()
