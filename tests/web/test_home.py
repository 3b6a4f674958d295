"""The first page: what a workspace has, for its members alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antiphon.channels.states import State as ChannelState
from antiphon.engage.models import Message
from antiphon.notices import queries as notices
from antiphon.people.models import Member, Role
from antiphon.plan.desk import actions as desk
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at, stays_here

SCRIPTS = re.compile(r'<script[^>]*? src="(/static/web/|[^"]*)')

pytestmark = pytest.mark.django_db


def publication(by: Member, text: str, **given: Any) -> Publication:
    post = given.pop("post", None) or a.post(workspace=by.workspace)
    channel = given.pop("channel", None) or a.channel(workspace=by.workspace)
    moment = given.pop("planned_at", clock.now())
    return Publication.objects.create(
        workspace=by.workspace, post=post, channel=channel, network=channel.network,
        planned_at=moment, steps=[{"text": text}], digest="0" * 64, made_at=moment, **given,
    )  # fmt: skip


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert client.get("/accounts/login/").status_code == 200


def whole(page: Client, by: Member) -> str:
    """The page with the parts that come a moment later."""
    parts = ("", "home/day", "home/next", "home/week")
    answers = [page.get(at(by, part)) for part in parts]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)


def test_home_says_first_what_needs_somebody(page: Client, by: Member) -> None:
    lost = a.channel(workspace=by.workspace, handle="fizz", reason="Sign in again.")
    type(lost).objects.filter(pk=lost.pk).update(state=ChannelState.LOST)
    post = a.post(workspace=by.workspace, text="Behind the oven door")
    publication(by, "x", post=post, state=State.REFUSED, reason="Too long: 104 of 90 seconds.")
    waiting = a.post(workspace=by.workspace, text="Please agree", author=a.member(
        workspace=by.workspace))  # fmt: skip
    type(waiting).objects.filter(pk=waiting.pk).update(state="review")
    told = page.get(at(by)).content.decode()
    places = [
        told.index(text) for text in ("Behind the oven door", "Please agree", "is signed out")
    ]

    assert "Too long: 104 of 90 seconds." in told
    assert places == sorted(places)


def test_no_more_than_six_things_stand_there_and_the_rest_is_counted(
    page: Client, by: Member
) -> None:
    for number in range(9):
        publication(by, f"Number {number}", state=State.REFUSED)
    told = page.get(at(by)).content.decode()

    assert told.count('class="lead"') == 6
    assert "3 more" in told


def test_the_day_shows_what_went_out_and_what_came_back(page: Client, by: Member) -> None:
    now = clock.now()
    row = publication(by, "It is out", state=State.LIVE, live_at=now)
    for number in range(3):
        Message.objects.create(workspace=by.workspace, channel=row.channel, publication=row, at=now,
                               remote_id=str(number), author="Aiko", text="Lovely")  # fmt: skip
    told = page.get(at(by, "home/day")).content.decode()

    assert "Today: 1 live, 0 to come, 3 answers so far." in told
    assert "3 in half an hour" in told
    assert told.count('class="mark-said"') == 2  # wide and narrow
    assert told.count('class="back"') == 2


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns", "UTC"])
def test_the_day_is_that_of_the_workspace(page: Client, by: Member, zone: str) -> None:
    type(by.workspace).objects.filter(pk=by.workspace.pk).update(time_zone=zone)
    publication(by, "At an odd hour", due_at=clock.now())

    assert page.get(at(by, "home/day")).status_code == 200


def test_next_up_joins_the_channels_of_one_post(page: Client, by: Member) -> None:
    post, soon = a.post(workspace=by.workspace, text="Stollen"), clock.now() + timedelta(hours=1)
    for _ in range(3):
        publication(by, "Stollen", post=post, planned_at=soon, due_at=soon)
    told = page.get(at(by, "home/next")).content.decode()

    assert told.count("Stollen") == 1
    assert told.count('class="badge ') == 3


def test_the_week_stands_against_the_goal(page: Client, by: Member) -> None:
    assert "No channel is connected yet." in page.get(at(by, "home/week")).content.decode()
    channel = a.channel(workspace=by.workspace)
    assert "No channel has a goal yet." in page.get(at(by, "home/week")).content.decode()
    desk.set_goal(by, channel, 3)
    publication(by, "Out", channel=channel, state=State.LIVE, live_at=clock.now())
    told = page.get(at(by, "home/week")).content.decode()

    assert "Goal: 3 posts a week. 1 live, 0 scheduled, 2 open." in told
    assert "2 more keep the rhythm." in told


def test_the_news_part_asks_from_now_on(page: Client, by: Member) -> None:
    told = page.get(at(by, "home/news")).content.decode()
    asks = re.search(r'hx-get="([^"]+since=[^"]+)"', told)
    assert asks

    assert page.get(asks[1]).status_code == 204
    assert page.get(at(by, "home/news?since=nonsense")).status_code in {204, 409, 422}


@pytest.mark.django_db(transaction=True)
def test_what_happens_meanwhile_is_announced_and_not_pushed(page: Client, by: Member) -> None:
    since = notices.now_at(by.workspace)
    for _ in range(2):
        row = publication(by, "It is out", due_at=clock.now())
        type(row).objects.filter(pk=row.pk).update(state=State.REFUSED, due_at=None)
    told = page.get(at(by, "home/news"), {"since": since}).content.decode()

    assert "2 new, show" in told
    assert f'href="{at(by)}"' in told


@pytest.mark.promise("W1")
def test_nobody_sees_the_rows_of_another_workspace(page: Client, by: Member) -> None:
    other = a.member()
    a.channel(workspace=other.workspace, handle="theirs")
    publication(other, "Their secret plan", due_at=clock.now())

    told = whole(page, by)
    assert "theirs" not in told
    assert "Their secret plan" not in told
    foreign = page.get(at(other))
    assert foreign.status_code == page.get("/w/no-such/").status_code == 404


@pytest.mark.promise("I7")
def test_what_networks_told_us_is_shown_as_text(page: Client, by: Member) -> None:
    script = "<script>alert(1)</script>"
    channel = a.channel(workspace=by.workspace, handle=script, url="javascript:alert(2)")
    publication(by, script, state=State.LIVE, live_at=clock.now(), url="javascript:alert(3)",
                channel=channel)  # fmt: skip
    told = whole(page, by)

    assert "<script>alert" not in told
    assert "javascript:" not in told


def test_only_who_may_connect_is_let_in_there(by: Member) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.EDITOR).person)

    assert client.get(at(by, "channels/connect")).status_code == 403


def test_who_is_in_no_workspace_is_told_so() -> None:
    client = Client()
    a.workspace()
    client.force_login(a.person())

    assert "in no workspace" in client.get("/").content.decode()


@pytest.mark.parametrize("part", ["", "home/day", "home/next", "home/week", "home/news?since=0"])
@pytest.mark.parametrize("many", [1, 12])
def test_home_asks_little_however_much_there_is(
    page: Client, by: Member, django_assert_max_num_queries: Any, part: str, many: int
) -> None:
    for number in range(many):
        row = publication(by, f"Number {number}", due_at=clock.now() + timedelta(hours=1))
        publication(by, f"Gone {number}", state=State.LIVE, live_at=clock.now())
        publication(by, f"Failed {number}", state=State.REFUSED)
        desk.set_goal(by, row.channel, 3)

    with django_assert_max_num_queries(12):
        page.get(at(by, part))


def test_pages_load_nothing_from_elsewhere(page: Client, by: Member) -> None:
    answer = page.get(at(by))

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert set(SCRIPTS.findall(answer.content.decode())) <= {"/static/web/"}
    assert "style=" not in answer.content.decode()


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    "next", ["//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example",
             "javascript:alert(1)", "\t//evil.example", "http://evil\\@here", "///evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(client: Client, next: str) -> None:
    person = a.person(password="a-long-word-8372-of-hers")
    form = {"login": person.email, "password": "a-long-word-8372-of-hers", "next": next}
    answer = client.post("/accounts/login/", form, query_params={"next": next})

    assert stays_here(answer.headers.get("Location", "/"))
