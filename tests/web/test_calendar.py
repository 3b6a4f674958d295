"""The calendar page: days, filters, notes, moving, and what leaves it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antiphon.kernel.window import resolve
from antiphon.people.models import Member, Role
from antiphon.plan.desk import queries as desk
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.web.pages.calendar import span
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"
HX = {"HX-Request": "true"}
DAY = datetime.now(UTC).date() + timedelta(days=40)


@pytest.fixture
def by() -> Member:
    return a.member(workspace=a.workspace(time_zone=ZONE))


def planned(by: Member, text: str = "Friday list", hour: int = 9, **given: Any) -> Post:
    post = a.post(workspace=by.workspace, text=text, state=PostState.APPROVED)
    channel = given.pop("channel", None) or a.channel(workspace=by.workspace)
    moment = resolve(datetime.combine(given.pop("day", DAY), time(hour)), ZONE, 0)
    facts = {"due_at": moment.instant} | given
    Publication.objects.create(
        workspace=by.workspace, post=post, channel=channel, network=channel.network,
        planned_at=moment.instant, wall=moment.wall.replace(tzinfo=UTC), zone=ZONE,
        steps=[{"text": text}], digest="0" * 64, made_at=clock.now(), **facts,
    )  # fmt: skip
    return post


def told(page: Client, by: Member, path: str = "", **asked: Any) -> str:
    answer = page.get(at(by, f"calendar/{path}"), {"on": DAY.isoformat()} | asked)
    assert answer.status_code == 200
    return answer.content.decode()


def move(page: Client, by: Member, row: Post, **given: Any) -> Any:
    planned = row.publications.first()
    at_first = planned.planned_at.isoformat() if planned else ""
    facts = {"post": row.pk, "at": at_first, "on": DAY} | given
    return page.post(at(by, "calendar/move"), facts, headers=HX)


@pytest.mark.parametrize("path", ["", "week", "list"])
def test_each_view_tells_what_stands_on_its_days(page: Client, by: Member, path: str) -> None:
    planned(by)

    assert "Friday list" in told(page, by, path)


@pytest.mark.parametrize("path", ["", "week", "list"])
@pytest.mark.promise("W1")
def test_no_view_tells_of_another_workspace(page: Client, by: Member, path: str) -> None:
    planned(a.member(workspace=a.workspace(time_zone=ZONE)), "Their plan")

    assert "Their plan" not in told(page, by, path)


@pytest.mark.parametrize("path", ["", "week", "list"])
def test_a_view_asks_no_more_however_much_there_is(page: Client, by: Member, path: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            told(page, by, path)
        return len(caught)

    planned(by)
    few = asked()
    for number in range(12):
        planned(by, f"Post {number}", hour=number)
        a.channel(workspace=by.workspace)
    assert asked() == few <= 12


def test_what_is_not_wanted_is_left_out_and_the_address_says_so(page: Client, by: Member) -> None:
    planned(by)
    channel = a.channel(workspace=by.workspace)
    planned(by, "Elsewhere", channel=channel)
    shown = told(page, by, channel=str(channel.pk), label="no id", state="scheduled")

    assert "Elsewhere" in shown
    assert "Friday list" not in shown
    assert f"&amp;channel={channel.pk}&amp;state=scheduled" in shown


def test_the_words_of_a_post_are_no_markup(page: Client, by: Member) -> None:
    planned(by, "<script>alert(1)</script>")

    assert "<script>alert" not in told(page, by)


@pytest.mark.parametrize(("zone", "first"), [("Europe/Berlin", 0), ("America/New_York", 6)])
def test_a_week_begins_as_where_the_workspace_is(zone: str, first: int) -> None:
    assert span.first_weekday(a.workspace(time_zone=zone)) == first


def test_a_moved_chip_is_answered_with_its_days_and_a_way_back(page: Client, by: Member) -> None:
    post = planned(by)
    to = DAY + timedelta(days=1)
    answer = move(page, by, post, to=to.isoformat())

    changed = answer.content.decode()
    assert f"#day-{to}" in changed
    assert f"#day-{DAY}" in changed
    assert f"#day-{DAY + timedelta(days=9)}" not in changed
    assert post.publications.get().wall == datetime.combine(to, time(9), UTC)
    way = answer.headers["HX-Trigger"].partition('"undo": "')[2].partition('"')[0]
    page.post(way)
    assert post.publications.get().wall == datetime.combine(DAY, time(9), UTC)


@pytest.mark.parametrize(
    ("state", "status"), [(State.LIVE, 409), (State.HELD, 409), (State.REFUSED, 200)]
)
def test_what_may_not_be_moved_is_refused_in_words(
    page: Client, by: Member, state: State, status: int
) -> None:
    post = planned(by, state=state, due_at=None)
    answer = move(page, by, post, to=(DAY + timedelta(days=1)).isoformat())

    assert answer.status_code == status
    assert "toast" in answer.headers["HX-Trigger"]


def test_a_drag_to_a_past_day_changes_nothing(page: Client, by: Member) -> None:
    post = planned(by)
    answer = move(page, by, post, to="2020-05-07")

    assert (answer.status_code, "is past" in answer.headers["HX-Trigger"]) == (422, True)
    assert post.publications.get().wall == datetime.combine(DAY, time(9), UTC)


@pytest.mark.parametrize(
    "wrong", [{"post": "no id"}, {"at": "noon"}, {"to": "\x00"}, {"time": "25:99"}, {"at": ""}]
)
def test_nonsense_is_refused_and_moves_nothing(
    page: Client, by: Member, wrong: dict[str, str]
) -> None:
    post = planned(by)
    answer = move(page, by, post, **{"to": (DAY + timedelta(days=1)).isoformat()} | wrong)

    assert answer.status_code in {404, 409, 422}
    assert post.publications.get().wall == datetime.combine(DAY, time(9), UTC)


@pytest.mark.promise("W1")
def test_nobody_moves_what_is_not_theirs(page: Client, by: Member) -> None:
    theirs = planned(a.member(workspace=a.workspace(time_zone=ZONE)))

    assert move(page, by, theirs, to=DAY.isoformat()).status_code == 404


def test_an_analyst_looks_and_moves_nothing(client: Client, by: Member) -> None:
    post = planned(by)
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)
    client.force_login(analyst.person)

    assert 'draggable="true"' not in told(client, by)
    assert move(client, by, post, to=DAY.isoformat()).status_code == 403


def test_a_note_is_written_changed_removed_and_comes_back(page: Client, by: Member) -> None:
    facts = {"text": "Market", "first": DAY.isoformat(), "last": "", "tint": "3"}
    page.post(at(by, "calendar/notes"), facts)
    (note,) = desk.notes(by.workspace, DAY, DAY)
    page.post(at(by, "calendar/notes"), facts | {"note": note.pk, "text": "Fair"})
    assert "Fair" in told(page, by)

    page.post(at(by, "calendar/notes"), facts | {"note": note.pk, "remove": "1"})
    assert not desk.notes(by.workspace, DAY, DAY)
    page.post(at(by, f"undo/{[*page.session['undo']][-1]}"))
    assert [row.text for row in desk.notes(by.workspace, DAY, DAY)] == ["Fair"]


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "a\x07b"}, {"first": "x"}, {"tint": "99"}]
)
def test_a_wrong_note_is_refused_in_its_form(
    page: Client, by: Member, wrong: dict[str, str]
) -> None:
    facts = {"text": "Market", "first": DAY.isoformat(), "tint": "3"} | wrong
    answer = page.post(at(by, "calendar/notes"), facts, headers=HX)

    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)
    assert not desk.notes(by.workspace, DAY, DAY)


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics"])
def test_what_is_shown_can_be_taken_along(page: Client, by: Member, form: str) -> None:
    planned(by)
    asked = {"from": DAY.isoformat(), "to": DAY.isoformat()}
    answer = page.get(at(by, f"calendar/export.{form}"), asked)
    empty = page.get(at(by, f"calendar/export.{form}"), asked | {"state": "live"})

    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert len(answer.content) > len(empty.content)


@pytest.mark.parametrize(
    ("asked", "hour"),
    [({"at": f"{DAY}T17:30"}, "T17:30"), ({"on": f"{DAY}"}, "T09:00"), ({"at": "noon"}, "")],
)
def test_a_free_hour_leads_to_writing_for_it(
    page: Client, by: Member, asked: dict[str, str], hour: str
) -> None:
    channel = a.channel(workspace=by.workspace)
    answer = page.get(at(by, "compose/"), asked | {"channel": [str(channel.pk), "no id"]})
    written = answer.content.decode()

    assert f'value="{channel.pk}" checked' in written
    assert (f'value="{DAY}{hour}"' in written) == bool(hour)
