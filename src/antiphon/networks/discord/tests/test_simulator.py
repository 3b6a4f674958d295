"""The simulated network keeps the real one's rules where a connector could lean on them."""

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from antiphon.connect.post_office import Verb
from antiphon.connect.values import Receipt
from antiphon.networks.discord.api import AGENT
from antiphon.networks.discord.simulator.refused import RefusedError
from antiphon.networks.discord.tests.lines import Line, parcel


def asked(line: Line, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    """One call past the connector: its status and what it answered."""
    server = urlsplit(line.town.server)
    talk = HTTPConnection(server.netloc, timeout=5)
    sent = {"User-Agent": AGENT, "Content-Type": "application/json", **headers}
    method = "GET" if body is None else "POST"
    talk.request(method, f"{server.path}/api/v10{path}", json.dumps(body or {}), sent)
    answer = talk.getresponse()
    told = answer.read()
    talk.close()
    is_json = "json" in (answer.getheader("content-type") or "")
    return answer.status, json.loads(told) if is_json and told else told.decode()


def signed(line: Line) -> str:
    return f"Bot {line.address.credential.secret('token')}"


def test_a_nonce_is_forgotten_after_minutes(line: Line) -> None:
    said = parcel("Twice in the end")
    line.publish(said)
    line.town.ahead = timedelta(minutes=6)

    line.send(Verb.PUBLISH, said)

    assert line.texts() == ["Twice in the end"] * 2


def test_a_nonce_that_is_not_enforced_stops_nothing(line: Line) -> None:
    path = f"/channels/{line.channel.id}/messages"
    for _turn in range(2):
        asked(line, path, {"content": "Hi", "nonce": "1"}, Authorization=signed(line))

    assert line.texts() == ["Hi", "Hi"]


def test_who_calls_must_say_what_it_is(line: Line) -> None:
    given = {"User-Agent": "curl/8", "Authorization": signed(line)}

    assert asked(line, "/users/@me", **given)[0] == 403
    assert asked(line, "/users/@me", Authorization=signed(line))[0] == 200
    assert asked(line, "/users/@me") == (401, {"message": "401: Unauthorized", "code": 0})


def test_a_webhook_that_does_not_wait_is_told_nothing(hook: Line) -> None:
    path = f"/webhooks/{hook.address.id}/{hook.address.credential.secret('webhook')}"

    assert asked(hook, path, {"content": "Hi"}) == (204, "")
    assert hook.texts() == ["Hi"]


def test_a_wrong_key_is_not_an_unknown_webhook(hook: Line) -> None:
    assert asked(hook, f"/webhooks/{hook.address.id}/wrong")[1]["code"] == 50027
    assert asked(hook, "/webhooks/7/wrong")[1]["code"] == 10015


def test_without_a_word_on_mentions_everybody_is_called(line: Line) -> None:
    path = f"/channels/{line.channel.id}/messages"
    asked(line, path, {"content": "Hi @everyone"}, Authorization=signed(line))

    assert line.town.simulator.timeline()[0].options["called"] == ["everyone"]


@pytest.mark.parametrize(
    ("given", "code"),
    [({"content": " "}, 50006), ({"content": "x" * 2001}, 50035), ({"nonce": "x" * 26}, 50035),
     ({"embeds": [{"title": "x" * 257}]}, 50035),
     ({"embeds": [{"description": "x" * 4097}]}, 50035),
     ({"attachments": [{"id": "0"}]}, 50035), ({"attachments": [{"id": "0"}] * 11}, 50035),
     ({"poll": {"question": {"text": ""}, "answers": []}}, 50035),
     ({"poll": {"question": {"text": "?"}, "answers": []}}, 50035),
     ({"poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}],
                "duration": 800}}, 50035),
     ({"content": "Hi", "message_reference": {"message_id": "7"}}, 50035)],
)  # fmt: skip
def test_what_the_network_does_not_take_is_refused(
    line: Line, given: dict[str, Any], code: int
) -> None:
    bot = line.town.simulator.world.owners["tea"]

    with pytest.raises(RefusedError) as refused:
        line.town.simulator.routes.saying.say(line.channel, bot, given)

    assert refused.value.code == code
    assert line.texts() == []


def test_a_thread_that_is_closed_takes_nothing(forum: Line) -> None:
    receipt = forum.publish(parcel(options={"tags": ["News"]}))
    thread = forum.town.simulator.world.channels[receipt.id.partition("/")[0]]
    thread.is_closed = True
    bot = forum.town.simulator.world.owners["talk"]

    with pytest.raises(RefusedError) as refused:
        forum.town.simulator.routes.saying.say(thread, bot, {"content": "Hi"})
    assert refused.value.code == 50083


def test_an_account_that_is_opened_again_is_the_same(line: Line) -> None:
    again = line.town.simulator.open_account("tea", "Tea & Co")

    assert (again.id, again.given["token"]) == (
        line.address.id, line.address.credential.secret("token"),
    )  # fmt: skip
    assert isinstance(line.send(Verb.PUBLISH, parcel()), Receipt)


def test_a_clock_that_was_put_back_fills_no_bucket(line: Line) -> None:
    gate, moment = line.town.simulator.gate, datetime.now(UTC)
    before, gate.now = gate.now, lambda: moment + timedelta(days=1)
    gate._counted("/api/v10/channels/1/messages")
    gate.now = lambda: moment

    told = [gate._counted("/api/v10/channels/1/messages") for _ in range(gate.calls)]
    gate.now = before

    assert not any("Retry-After" in one for one in told)
