"""Signing in with what people type, on every network that has it."""

import pytest

from antiphon.channels import actions, safe
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.simulation import Entrance
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Role
from antiphon.people.policy import Refused
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.channels.world import TYPED, Way, elsewhere, name_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("way", TYPED, ids=name_of),
]


def entrance_by(sandbox: Sandbox, way: Way, handle: str) -> Entrance:
    entrance = sandbox.simulators[way[0].key].open_account(handle, handle.title())
    if entrance.sign_in != way[1].key:
        pytest.skip("The simulator opens its accounts by another sign-in.")
    return entrance


def test_what_was_typed_makes_a_channel_that_speaks(
    sandbox: Sandbox, way: Way, handle: str
) -> None:
    entrance = entrance_by(sandbox, way, handle)
    rows = actions.enter(a.member(), way[0].key, way[1].key, entrance.given, server=entrance.server)
    channel = next(row for row in rows if row.remote_id == entrance.id)

    assert channel.state == State.CONNECTED
    assert actions.check(Channel.objects.get(pk=channel.pk))
    assert actions.check(Channel.objects.get(pk=channel.pk))
    assert safe.address_of(channel).id == entrance.id


@pytest.mark.promise("P20")
def test_the_same_account_again_is_the_same_channel_brought_back(
    sandbox: Sandbox, way: Way, handle: str
) -> None:
    by, entrance = a.member(), entrance_by(sandbox, way, handle)
    given = (way[0].key, way[1].key, entrance.given)
    before = actions.enter(by, *given, server=entrance.server)
    actions.lose(before[0], "Taken back.")
    after = actions.enter(by, *given, server=f"{entrance.server}/")

    assert {row.pk for row in after} == {row.pk for row in before}
    assert {(row.state, row.reason) for row in after} == {(State.CONNECTED, "")}
    assert Channel.objects.filter(workspace=by.workspace).count() == len(before)


def test_another_workspace_has_a_channel_of_its_own(
    sandbox: Sandbox, way: Way, handle: str
) -> None:
    entrance = entrance_by(sandbox, way, handle)
    given = (way[0].key, way[1].key, entrance.given)
    rows = [actions.enter(a.member(), *given, server=entrance.server)[0] for _ in range(2)]

    assert rows[0].pk != rows[1].pk
    assert rows[0].workspace_id != rows[1].workspace_id


@pytest.mark.promise("W7", "I6")
def test_fields_that_nobody_asks_for_and_fields_left_out_are_named(way: Way) -> None:
    with pytest.raises(BadInputError) as refused:
        actions.enter(
            a.member(), way[0].key, way[1].key, {"skedule": "x"}, server="https://a.example"
        )

    rules = {(problem.field, problem.rule) for problem in refused.value.problems}
    needed = {(one.key, "empty") for one in way[1].fields if not one.optional}
    assert rules == {("skedule", "unknown_field")} | needed


def typed(way: Way, value: str = "wrong-canary-8231") -> dict[str, str]:
    return {one.key: value for one in way[1].fields if one.secret or not one.optional}


@pytest.mark.promise("I6")
def test_wrong_secrets_are_refused_in_words_and_nothing_is_stored(
    sandbox: Sandbox, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AntiphonError) as refused:
        actions.enter(
            a.member(), way[0].key, way[1].key, typed(way), server=sandbox.base(way[0].key)
        )

    is_a_sentence(refused.value)
    assert "wrong-canary-8231" not in str(refused.value) + caplog.text
    assert not Channel.objects.exists()


ANSWERS = {
    "html": (200, "<html><title>Welcome</title></html>", "text/html"),
    "empty object": (200, "{}", "application/json"),
    "list": (200, "[1, null]", "application/json"),
    "null": (200, "null", "application/json"),
    "strings": (200, '{"data": "x", "id": 3, "namespaces": ["wp/v2"]}', "application/json"),
    "not found": (404, "<h1>Not here</h1>", "text/html"),
    "broken": (500, "Traceback: canary", "text/plain"),
}


@pytest.mark.promise("I6", "K1")
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_server_that_is_none_of_that_network_is_told_so(
    way: Way, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, body, kind = ANSWERS[answer]
    with elsewhere(status, body, kind=kind) as there, pytest.raises(AntiphonError) as refused:
        actions.enter(a.member(), way[0].key, way[1].key, typed(way), server=there.url)

    is_a_sentence(refused.value)
    assert "wrong-canary-8231" not in str(refused.value) + caplog.text
    assert "canary" not in str(refused.value)
    assert not Channel.objects.exists()


@pytest.mark.promise("K5", "F17")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_secret_follows_a_server_that_sends_us_elsewhere(way: Way, status: int) -> None:
    with elsewhere(200, "{}", kind="application/json") as canary:
        with (
            elsewhere(status, to=canary.url) as there,
            pytest.raises(AntiphonError) as refused,
        ):
            actions.enter(a.member(), way[0].key, way[1].key, typed(way), server=there.url)
        heard = "".join(canary.heard)

    is_a_sentence(refused.value)
    assert "wrong-canary-8231" not in heard
    assert "authorization" not in heard.lower()


def test_only_who_leads_connects(way: Way) -> None:
    with pytest.raises(Refused):
        actions.enter(a.member(role=Role.EDITOR), way[0].key, way[1].key, typed(way))


def is_a_sentence(error: AntiphonError) -> None:
    """People read it: it begins with a capital, ends, and shows no inside."""
    text = str(error)
    assert text[0].isupper() or text.startswith(("http", "“"))
    assert text.endswith((".", "?", ".org")), text
    assert len(text) < 400
    assert not any(word in text for word in ("Traceback", "Error(", "None", "{", "<")), text
