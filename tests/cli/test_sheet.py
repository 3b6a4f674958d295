"""A table of posts comes in whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from antiphon.channels.models import Channel
from antiphon.plan.models import Post
from antiphon.publish.models import Publication

pytestmark = [pytest.mark.django_db, pytest.mark.promise("I6")]

Run = Callable[..., Any]
HEAD = "text,title,at,zone,for:india\n"
GOOD = HEAD + (
    '"Hello, you",One,2027-06-01T09:00+02:00,,Namaste\nBye,Two,2027-06-02T09:00,Europe/Berlin,\n'
)


def test_every_row_is_planned_and_a_second_time_nothing_more(
    channels: list[Channel], run: Run, tmp_path: Path
) -> None:
    run("audience", "set", "india", "--country", "IN")
    file = tmp_path / "posts.csv"
    file.write_text(GOOD, encoding="utf-8-sig")

    assert run("import", str(file), "--dry-run")[0] == 0
    assert not Post.objects.exists()
    code, told = run("import", str(file))
    again_code, again = run("import", str(file))

    assert code == 0
    assert {(row["line"], row["network"]) for row in told} == {
        (line, row.network) for line in (2, 3) for row in channels
    }
    assert again_code == 1
    assert all("taken in already" in problem["say"] for problem in again["problems"])
    assert Publication.objects.count() == len(told)


def test_each_wrong_row_is_named_and_none_is_kept(
    channels: list[Channel], run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "posts.csv"
    rows = ["text,title,at,to", "Good,One,2027-06-01T09:00+02:00,", "Late,Two,2020-01-01T09:00Z,"]
    rows += ["Whom,Three,2027-06-01T09:00Z,nobody", ",Four,2027-06-01T09:00Z,"]
    file.write_text("\n".join([*rows, rows[1]]), encoding="utf-16")

    code, told = run("import", str(file))

    said = [problem["say"] for problem in told["problems"]]
    assert code == 1
    assert [line.split(":")[0] for line in said] == ["Line 3", "Line 4", "Line 5", "Line 6"]
    assert "is past" in said[0]
    assert "very same as line 2" in said[3]
    assert channels
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "Seen: nothing"),
        (b"words\nHi\n", "Seen: words"),
        (b'text\n"Hi\n', "Line 2: the quotes do not match."),
        (b"text;title\nHi;Ho;Hu\n", "Line 2: there are 3 fields for 2 columns."),
        (b"text\n" + b"Hi\n" * 5_001, "at most 5000"),
    ],
)
def test_what_is_no_table_is_refused_with_what_was_seen(
    raw: bytes, says: str, channels: list[Channel], refused: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / "posts.csv"
    file.write_bytes(raw)

    assert says in refused("import", str(file))
    assert channels


def test_good_rows_alone_are_planned_when_asked_for(
    channels: list[Channel], run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "posts.csv"
    file.write_text(GOOD.replace("for:india", "for:nobody").replace("Namaste", ""), "utf-8")
    with file.open("a", encoding="utf-8") as more:
        more.write("Late,Three,2020-01-01T09:00Z,,\n")

    code, told = run("import", str(file), "--good-only")

    assert code == 0
    assert {row["line"] for row in told} == {2, 3}
    assert {row["network"] for row in told} == {row.network for row in channels}
