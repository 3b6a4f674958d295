"""A table of posts, taken whole or not at all."""

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.plan import actions, sheet
from antiphon.plan.models import Post
from tests import builders as a

pytestmark = pytest.mark.django_db

HEAD = "text,title,tags,campaign,at\n"
GOOD = HEAD + '"Hello, you",Soda,#cold drinks,Summer,2026-07-01T09:00\nBye,,,,\n'
SEMICOLONS = GOOD.replace(",", ";").replace('"Hello; you"', "Hello, you")


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        SEMICOLONS.encode(),
    ],
    ids=["plain", "bom", "utf-16", "crlf", "cr", "semicolons"],
)
def test_tables_as_programs_write_them_are_read(raw: bytes) -> None:
    by = a.member()
    actions.make_campaign(by, "Summer")

    (row, first), (_row, second) = actions.draft_all(by, raw)

    assert (first.text, first.title, first.tags) == ("Hello, you", "Soda", ["cold", "drinks"])
    assert first.campaign is not None
    assert (first.campaign.name, row.besides["at"]) == ("Summer", "2026-07-01T09:00")
    assert (second.text, second.campaign) == ("Bye", None)


def test_every_wrong_row_is_named_and_none_is_kept() -> None:
    by = a.member()
    lines = [f"Post {number},https://soda.example/{number}" for number in range(2, 60)]
    lines[15] = "Post 17,javascript:alert(1)"
    lines[41] = ",https://soda.example/43"

    with pytest.raises(BadInputError) as wrong:
        actions.draft_all(by, "\n".join(["text,link", *lines]).encode())

    assert [(p.field, p.rule) for p in wrong.value.problems] == [
        ("rows.17.link", "scheme"),
        ("rows.43.text", "empty"),
    ]
    assert "Line 17: A link must begin with http" in str(wrong.value)
    assert not Post.objects.filter(workspace=by.workspace).exists()


@pytest.mark.parametrize(
    ("raw", "field", "rule"),
    [
        (b"", "rows.1", "columns"),
        (b"text\n", "rows", "empty"),
        (b"words\nHi\n", "rows.1", "columns"),
        (b"text,text\nHi,Ho\n", "rows.1", "columns"),
        ("text\nÉté\n".encode("latin-1"), "file", "encoding"),
        (b"text,title\nHi\n", "rows.2.fields", "columns"),
        (b'text\n"Hi\n', "rows.2", "malformed"),
        (b"text\n" + b"x" * 200_000, "rows.2", "too_long"),
        (b"text\n" + b"Hi\n" * 10_001, "rows", "too_many"),
        (b"text,campaign\nHi,Nowhere\n", "rows.2.campaign", "unknown"),
        (b"text\na\x07b\n", "rows.2.text", "control_character"),
    ],
)
def test_what_is_no_table_of_posts_is_refused_with_its_place(
    raw: bytes, field: str, rule: str
) -> None:
    by = a.member()

    with pytest.raises(BadInputError) as wrong:
        actions.draft_all(by, raw)

    assert [(p.field, p.rule) for p in wrong.value.problems] == [(field, rule)]
    assert not Post.objects.filter(workspace=by.workspace).exists()


def test_a_formula_stays_a_text() -> None:
    (row,) = sheet.read(b'text\n"=HYPERLINK(""https://evil.example"")"\n')

    assert row.parts["text"] == '=HYPERLINK("https://evil.example")'
