"""Plain text as HTML, and HTML as a reader meets it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernel.markup import Form, html, pieces, seen


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One\ntwo", ["<p>One<br>two</p>"]),
        ("# Why\nBecause", ["<h2>Why</h2>", "<p>Because</p>"]),
        ("- a\n- b", ["<ul><li>a</li><li>b</li></ul>"]),
        ("1. a\n2. b", ["<ol><li>a</li><li>b</li></ol>"]),
        ("> so", ["<blockquote><p>so</p></blockquote>"]),
        ("**so** [us](https://a.example)",
         ['<p><strong>so</strong> <a href="https://a.example">us</a></p>']),
        ("<script>[x]", ["<p>&lt;script&gt;&#91;x]</p>"]),
    ],
)  # fmt: skip
def test_a_text_becomes_elements_that_show_it(text: str, told: list[str]) -> None:
    assert html(text) == told


def test_a_list_needs_all_its_lines_to_be_one() -> None:
    assert [piece.form for piece in pieces("- a\nb\n\n- c")] == [Form.PARAGRAPH, Form.BULLETS]


@given(st.text(alphabet=st.sampled_from("ab <>&\"'[]()*#->!:/\n1.é茶"), max_size=80))
def test_no_text_becomes_markup_of_its_own(text: str) -> None:
    told = "".join(html(text))

    assert "<script" not in told
    assert "<!--" not in told
    assert "[" not in told


def test_a_reader_sees_words_and_alternative_texts_and_no_scripts() -> None:
    found = seen(
        '<p>Cold &amp; sweet<br>here</p><script>x</script><img alt="A glass"><p class="no">Not</p>',
        hidden="no",
    )

    assert (found.text, found.alts, found.images) == ("Cold & sweet\nhere", ("A glass",), 1)
