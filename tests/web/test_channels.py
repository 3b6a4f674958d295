"""The channels of a workspace: how each is, whom it reaches, and what can be done about it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.connect.registry import networks
from antiphon.people.models import Member, Role
from antiphon.plan.desk import queries as desk
from antiphon.publish.models import Hold
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db
LIMITED = next(one for one in networks() if one.pace.posts)
REACH = {
    "countries": "br, IN", "languages": "pt_br, en", "regions": "Bahia", "cities": "Pune, Recife",
    "genders": "", "age_from": "16", "age_to": "", "time_zone": "America/Recife",
}  # fmt: skip


@pytest.fixture
def channel(by: Member) -> Channel:
    return a.channel(workspace=by.workspace, network=LIMITED.key, handle="fizz")


def undo_of(page: Client, address: str) -> str:
    """Where the toast of the page leads back to."""
    found = re.search(r'data-way="([^"]+)"', page.get(address).content.decode())
    assert found
    return found[1]


def test_each_channel_says_how_it_is_and_how_much_it_sent(
    page: Client, by: Member, channel: Channel
) -> None:
    publication(by, "Out", channel=channel, state=State.LIVE, sent_at=clock.now())
    publication(by, "Long ago", channel=channel, state=State.LIVE,
                sent_at=clock.now() - timedelta(days=40))  # fmt: skip
    publication(by, "To come", channel=channel, due_at=clock.now())
    told = page.get(at(by, "channels/")).content.decode()
    assert LIMITED.pace.posts

    assert "Signed in" in told
    assert f"1 of {LIMITED.pace.posts[0]} posts" in told
    assert "publish, " in told


@pytest.mark.parametrize(
    ("facts", "word"),
    [({"state": ChannelState.LOST, "reason": "Sign in again."}, "is signed out."),
     ({"expires_at": timedelta(days=5, hours=1)}, "5 days left"),
     ({"expires_at": timedelta(days=1, hours=1)}, "1 day left")],
)  # fmt: skip
def test_what_will_not_speak_much_longer_is_said_above_all(
    page: Client, by: Member, channel: Channel, facts: dict[str, Any], word: str
) -> None:
    given = {n: clock.now() + v if isinstance(v, timedelta) else v for n, v in facts.items()}
    Channel.objects.filter(pk=channel.pk).update(**given)
    publication(by, "To come", channel=channel, due_at=clock.now())
    told = page.get(at(by, "channels/")).content.decode()

    assert word in told
    assert "1 scheduled post depends on it." in told


def test_the_list_asks_as_much_for_many_as_for_few(
    page: Client, by: Member, django_assert_max_num_queries: Any
) -> None:
    rows = [a.channel(workspace=by.workspace, handle=f"number{n}") for n in range(30)]
    for row in rows:
        publication(by, "Out", channel=row, state=State.LIVE, sent_at=clock.now())

    with django_assert_max_num_queries(12):
        page.get(at(by, "channels/"))
    with django_assert_max_num_queries(12):
        page.get(at(by, f"channels/{rows[0].pk}/"))


@pytest.mark.promise("W1")
def test_a_foreign_channel_is_missing_whatever_is_asked(page: Client, by: Member) -> None:
    foreign = a.channel()
    deeds = ("check", "hold", "release", "away", "reach", "goal")

    assert page.get(at(by, f"channels/{foreign.pk}/")).status_code == 404
    for deed in deeds:
        answer = page.post(at(by, f"channels/{foreign.pk}/{deed}"), {**REACH, "per_week": "3"})
        assert answer.status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.countries) == (ChannelState.CONNECTED, [])


def test_whom_a_channel_reaches_is_kept_tidily_and_can_be_undone(
    page: Client, by: Member, channel: Channel
) -> None:
    address = at(by, f"channels/{channel.pk}/")
    assert page.post(f"{address}reach", REACH).headers["Location"] == address
    channel.refresh_from_db()
    assert (channel.countries, channel.languages) == (["BR", "IN"], ["pt-BR", "en"])
    assert (channel.cities, channel.age_from, channel.age_to) == (["Pune", "Recife"], 16, None)
    page.post(undo_of(page, address))
    channel.refresh_from_db()

    assert (channel.countries, channel.age_from, channel.time_zone) == ([], None, "UTC")


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("field", "typed"),
    [("countries", "Brasilia"), ("languages", "klingon"), ("time_zone", "Mars/Base"),
     ("time_zone", ""), ("age_from", "-1"), ("age_to", "old"), ("age_to", "9" * 400),
     ("age_from", "²"), ("cities", "a\x00b"), ("regions", "\u202eevil"), ("genders", "x" * 21),
     ("cities", "x" * 121), ("cities", ",".join(f"c{n}" for n in range(301)))],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    page: Client, by: Member, channel: Channel, field: str, typed: str
) -> None:
    refused = page.post(at(by, f"channels/{channel.pk}/reach"), REACH | {field: typed})
    told = refused.content.decode()
    channel.refresh_from_db()

    assert refused.status_code == 422
    assert f'id="{field}-problem"' in told
    assert "America/Recife" in told or field == "time_zone"
    assert channel.countries == []


def test_an_age_range_the_wrong_way_round_is_refused(
    page: Client, by: Member, channel: Channel
) -> None:
    ages = {"age_from": "40", "age_to": "20"}
    refused = page.post(at(by, f"channels/{channel.pk}/reach"), REACH | ages)

    assert refused.status_code == 422


def test_a_channel_is_put_away_at_once_and_comes_back_by_undo(
    page: Client, by: Member, channel: Channel
) -> None:
    page.post(at(by, f"channels/{channel.pk}/away"))
    way_back = undo_of(page, at(by, "channels/"))
    assert page.get(at(by, f"channels/{channel.pk}/")).status_code == 404
    page.post(way_back)

    assert page.get(at(by, f"channels/{channel.pk}/")).status_code == 200


def test_one_channel_is_held_with_a_reason_and_released(
    page: Client, by: Member, channel: Channel
) -> None:
    address = at(by, f"channels/{channel.pk}/")
    page.post(f"{address}hold", {"reason": "Wrong price"})
    assert "Wrong price" in page.get(at(by, "channels/")).content.decode()
    page.post(f"{address}release")
    assert not Hold.objects.filter(released_at=None).exists()
    assert page.post(f"{address}release").status_code == 404
    page.post(f"{address}hold", {"reason": "Again"})
    page.post(undo_of(page, address))

    assert not Hold.objects.filter(released_at=None).exists()


@pytest.mark.parametrize(("typed", "kept"), [("5", 5), ("", None), ("0", 3), ("x", 3), ("1e3", 3)])
def test_a_goal_is_set_cleared_or_refused(
    page: Client, by: Member, channel: Channel, typed: str, kept: int | None
) -> None:
    address = at(by, f"channels/{channel.pk}/goal")
    page.post(address, {"per_week": "3"})
    page.post(address, {"per_week": typed})
    goal = desk.goal(channel)

    assert (goal.per_week if goal else None) == kept


def test_who_only_looks_is_offered_nothing_to_change(by: Member, channel: Channel) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)
    told = client.get(at(by, f"channels/{channel.pk}/")).content.decode()

    assert "Take out of use" not in told
    assert "Check now" not in told
    assert client.post(at(by, f"channels/{channel.pk}/away")).status_code == 403
    assert client.post(at(by, "channels/check")).status_code == 403
