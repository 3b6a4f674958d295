"""A table of posts: judged row by row before anything is kept, then taken in exactly once."""

from datetime import timedelta
from typing import Any

import pytest

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Approval, Member, Role
from antiphon.people.policy import Refused
from antiphon.plan import actions as plan
from antiphon.plan.desk import queries as desk
from antiphon.plan.errors import NotNowError
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.publish.models import Import, ImportRow, Publication, RowState, SheetState
from antiphon.publish.sheets import actions, queries
from antiphon.work import clock
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("I6")]

NEXT = f"{clock.here() + timedelta(days=30):%Y-%m-%d}"


@pytest.fixture
def by() -> Member:
    """Somebody who may write, with one channel."""
    member = a.member(workspace=a.workspace(time_zone="Europe/Berlin"))
    a.channel(workspace=member.workspace, handle="fizz")
    return member


def table(*rows: str, head: str = "text,title,at") -> bytes:
    return "\n".join([head, *rows]).encode()


def row(number: int, at: str = "") -> str:
    return f"Post {number},Title {number},{at or f'{NEXT} {number % 24:02}:{number % 60:02}'}"


def read(by: Member, raw: bytes, **given: Any) -> Import:
    sheet = actions.take_in_table(by, raw, "posts.csv", **given)
    while actions.read_rows():
        pass
    sheet.refresh_from_db()
    return sheet


def made(by: Member, sheet: Import) -> Import:
    actions.confirm(by, sheet)
    while actions.make_rows():
        pass
    sheet.refresh_from_db()
    return sheet


def rules(sheet: Import) -> dict[int, list[str]]:
    bad = queries.rows(sheet, RowState.BAD)
    return {one.line: [str(problem["rule"]) for problem in one.problems] for one in bad}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_three_hundred_rows_with_five_bad_ones(by: Member) -> None:
    rows = [row(number) for number in range(300)]
    rows[10] = row(10, "2020-01-01 10:00")
    rows[20] = row(20, "some day")
    rows[30] = rows[29]
    rows[40] = f",,{NEXT} 10:00"
    rows[50] = f"a\x07b,Title,{NEXT} 10:00"

    sheet = read(by, table(*rows))

    assert rules(sheet) == {
        12: ["past"], 22: ["not_a_time"], 32: ["twice"], 42: ["empty"], 52: ["control_character"],
    }  # fmt: skip
    assert not Post.objects.exists()
    sheet = made(by, sheet)
    assert sheet.state == SheetState.DONE
    assert Publication.objects.count() == Post.objects.count() == 295
    assert queries.progress(sheet).made == 295


def test_the_report_says_what_would_go_out_when_and_where(by: Member) -> None:
    sheet = read(by, table(row(1, f"{NEXT} 10:00")))

    one = queries.rows(sheet).get()
    assert one.due is not None
    assert one.told[0]["at"] == one.due.isoformat()
    assert one.told[0]["name"] == "fizz" or "fizz" in one.told[0]["name"]
    assert not Publication.objects.exists()


def test_confirming_twice_makes_nothing_twice(by: Member) -> None:
    sheet = read(by, table(row(1), row(2)))
    made(by, sheet)

    assert made(by, sheet).state == SheetState.DONE
    assert Post.objects.count() == 2


@pytest.mark.promise("P1")
def test_who_takes_over_from_a_killed_process_makes_nothing_twice(
    by: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = read(by, table(row(1), row(2), row(3)))
    actions.confirm(by, sheet)
    monkeypatch.setattr("antiphon.publish.sheets.actions.making._end", lambda *_given: None)
    actions.make_rows()
    Import.objects.update(due_at=clock.now(), held_until=None)
    ImportRow.objects.filter(line=4).update(state=RowState.GOOD, post=None)
    Post.objects.filter(text="Post 3").update(state=State.DROPPED)
    monkeypatch.undo()

    while actions.make_rows():
        pass

    assert sorted(Post.objects.values_list("text", flat=True)) == [
        "Post 1", "Post 2", "Post 3", "Post 3",
    ]  # fmt: skip
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE


def test_the_same_table_again_is_known_row_by_row(by: Member) -> None:
    made(by, read(by, table(row(1), row(2))))

    again = read(by, table(row(1), row(2), row(3)))

    assert rules(again) == {2: ["known"], 3: ["known"]}
    made(by, again)
    assert Post.objects.count() == 3


def test_a_stop_leaves_what_was_made_and_can_go_on(by: Member) -> None:
    sheet = read(by, table(*(row(number) for number in range(25))))
    actions.confirm(by, sheet)
    actions.make_rows()
    actions.stop(by, sheet)

    assert actions.make_rows() == 0
    assert 0 < Post.objects.count() < 25
    made(by, sheet)
    assert Post.objects.count() == 25


def test_what_is_only_a_draft_gets_no_hour(by: Member) -> None:
    raw = table("Hi,draft", "Ho,Entwurf", head="text,state")

    made(by, read(by, raw))

    assert {post.state for post in Post.objects.all()} == {State.DRAFT}
    assert not Publication.objects.exists()


def test_rows_wait_for_their_approval_with_the_hour_they_ask_for(by: Member) -> None:
    by.workspace.approval = Approval.ONE
    by.workspace.save()

    made(by, read(by, table(row(1))))

    post = Post.objects.get()
    assert post.state == State.REVIEW
    assert not Publication.objects.exists()
    assert post.wish.planned_at is not None


def test_names_lead_to_channels_campaigns_labels_audiences_and_files(by: Member) -> None:
    other = a.channel(workspace=by.workspace, handle="soda")
    plan.make_campaign(by, "Summer")
    a.audience(workspace=by.workspace, name="India")
    picture = a.picture(by, name="can.png")
    raw = table(
        f'Hi,{NEXT} 10:00,@soda,summer,"cold, new",can.png:A can,Namaste,en',
        head="Text,At,Kanal,Kampagne,Labels,Bild,for:India,Sprache",
    )

    made(by, read(by, raw))

    post = Post.objects.get()
    assert [row.channel for row in Publication.objects.all()] == [other]
    assert post.campaign is not None
    assert post.campaign.name == "Summer"
    assert [label.name for label in desk.labels(by.workspace)] == ["cold", "new"]
    assert [(file.asset, file.alt) for file in post.files.all()] == [(picture, "A can")]
    assert post.variants.get().text == "Namaste"
    assert post.language == "en"


@pytest.mark.parametrize(
    ("head", "cells", "rule"),
    [
        ("channels", "nobody", "unknown"),
        ("campaign", "Nowhere", "unknown"),
        ("language", "klingonish", "unknown_language"),
        ("media", "lost.png", "unknown"),
        ("media", "http://127.0.0.1/x.png http", "ok"),
        ("media", "ftp://a.example/x.png", "scheme"),
        ("link", "javascript:alert(1)", "scheme"),
        ("for:Nobody", "Hello", "unknown"),
        ("zone", "Europe/Atlantis", "unknown_zone"),
    ],
)
def test_every_name_that_leads_nowhere_is_said(
    by: Member, head: str, cells: str, rule: str
) -> None:
    sheet = read(by, table(f"Hi,{NEXT} 10:00,{cells}", head=f"text,at,{head}"))

    assert rules(sheet) == ({} if rule == "ok" else {2: [rule]})


def test_all_that_is_wrong_in_a_row_is_said_at_once(by: Member) -> None:
    sheet = read(by, table("Hi,never,nobody,Nowhere", head="text,at,channels,campaign"))

    assert sorted(rules(sheet)[2]) == ["not_a_time", "unknown", "unknown"]


def test_bad_rows_leave_with_their_reason_and_can_be_brought_again(by: Member) -> None:
    sheet = read(by, table(row(1), "Late,Title,2020-01-01 10:00", head="Caption,Titel,Zeitpunkt"))

    head, rows = queries.bad_rows(sheet)

    assert head == ["Caption", "Titel", "Zeitpunkt", "line", "reason"]
    (only,) = list(rows)
    assert only[:4] == ["Late", "Title", "2020-01-01 10:00", "3"]
    assert "is past" in only[4]


@pytest.mark.promise("W1")
def test_a_table_belongs_to_its_workspace(by: Member) -> None:
    sheet = read(by, table(row(1)))
    other = a.member()
    theirs = a.channel(workspace=other.workspace)

    with pytest.raises(NotHereError):
        actions.confirm(other, sheet.pk)
    with pytest.raises(NotHereError):
        read(by, table(row(2)), channels=[theirs])
    assert rules(read(by, table(f"Hi,{NEXT} 10:00,{theirs.pk}", head="text,at,to"))) == {
        2: ["unknown"]
    }


@pytest.mark.promise("W6")
def test_who_left_meanwhile_takes_nothing_in(by: Member) -> None:
    editor = a.member(workspace=by.workspace, role=Role.EDITOR)
    sheet = read(editor, table(row(1)))
    actions.confirm(editor, sheet)
    editor.move(left_at=clock.now())

    actions.make_rows()

    sheet.refresh_from_db()
    assert sheet.state == SheetState.STOPPED
    assert "may not publish here any more" in sheet.reason
    assert not Post.objects.exists()


@pytest.mark.promise("W3")
def test_who_may_not_write_brings_no_table(by: Member) -> None:
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)

    with pytest.raises(Refused):
        actions.take_in_table(analyst, table(row(1)), "posts.csv")
    assert not Import.objects.exists()


def test_nothing_is_confirmed_before_it_was_read_or_when_all_is_bad(by: Member) -> None:
    unread = actions.take_in_table(by, table(row(1)), "posts.csv")
    with pytest.raises(NotNowError, match="still being read"):
        actions.confirm(by, unread)

    with pytest.raises(NotNowError, match="No row"):
        actions.confirm(by, read(by, table(",,", head="text,title,at") + b"\n,x,"))


def test_a_table_can_be_forgotten_and_its_posts_stay(by: Member) -> None:
    sheet = made(by, read(by, table(row(1))))

    actions.drop_table(by, sheet)

    assert (Import.objects.count(), Post.objects.count()) == (0, 1)


def test_a_file_that_is_no_table_is_not_kept(by: Member) -> None:
    with pytest.raises(BadInputError):
        actions.take_in_table(by, b"", "posts.csv")
    assert not Import.objects.exists()


def test_agreement_is_asked_for_until_the_hour_of_the_row(by: Member) -> None:
    by.workspace.approval = Approval.ONE
    by.workspace.save()

    made(by, read(by, table(row(1))))

    post = Post.objects.get()
    assert post.review_until == post.wish.planned_at
