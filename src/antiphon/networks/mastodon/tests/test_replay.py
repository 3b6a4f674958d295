"""The connector at three real servers, as they answered when we ran them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.connect.post_office import Done, PostOffice, Verb
from antiphon.connect.simulation import Entrance
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Live, Receipt, RemoteId
from antiphon.networks.mastodon.simulator import Simulator
from antiphon.networks.mastodon.tests.lines import KEY, Line, connect, parcel
from antiphon.networks.mastodon.tests.vendor import SPECS, needs_specs
from antiphon.sandbox.serving import Sandbox

pytestmark = needs_specs
TEXT = "Grüße https://example.com/x @bob #Tag"
SERVERS = {"takahe": "takahe-0.11", "snac": "snac-2.94", "hollo": "hollo-0.6.10"}


class Replay:
    """Answers each question as the real server did the first time it went well."""

    def __init__(self, name: str) -> None:
        self.good: dict[tuple[str, str], dict[str, Any]] = {}
        self.bad: dict[tuple[str, str], dict[str, Any]] = {}
        lines = (SPECS / "recordings" / f"{SERVERS[name]}.jsonl").read_text(encoding="utf-8")
        for told in map(json.loads, lines.splitlines()):
            asked, answer = told["request"], told["response"]
            key = (asked["method"], urlsplit(asked["url"]).path)
            (self.good if answer["status"] < 300 else self.bad).setdefault(key, answer)
            shown = (answer["body"] or {}).get("json")
            if key == ("POST", "/api/v1/statuses") and isinstance(shown, dict) and "id" in shown:
                self.good.setdefault(("GET", f"/api/v1/statuses/{shown['id']}"), answer)
        self.app = Starlette(
            routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "PUT", "DELETE"])]
        )

    async def answer(self, request: Request) -> Response:
        """The same status and body as then."""
        key = (request.method, "/" + request.path_params["path"])
        told = self.good.get(key) or self.bad.get(key) or {"status": 404, "body": None}
        body = told["body"] or {}
        raw = json.dumps(body["json"]) if "json" in body else str(body.get("text", ""))
        return Response(raw, told["status"], media_type="application/json")


@contextmanager
def talking_to(name: str) -> Iterator[Line]:
    """A line to one of them."""
    office = PostOffice(guard=Guard(allow_private=True))
    sandbox = Sandbox([KEY])
    server = sandbox.simulators[KEY]
    assert isinstance(server, Simulator)
    server.app = Replay(name).app
    entrance = Entrance(
        sign_in="token", given={"token": "t"}, server=server.base, id=RemoteId(""), handle="alice"
    )
    with sandbox.serving(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "open_account", lambda *_names: entrance)
        try:
            yield connect(office, server, "alice")
        finally:
            office.close()


@pytest.mark.parametrize(
    ("name", "characters", "per_url"),
    [("takahe", 500, 23), ("snac", 100_000, 32), ("hollo", 10_000, 256)],
)
def test_a_real_server_is_known_by_what_it_says(name: str, characters: int, per_url: int) -> None:
    with talking_to(name) as line:
        facts = line.address.facts

    assert facts["software"] == name
    assert (facts["limits"]["characters"], facts["limits"]["per_url"]) == (characters, per_url)
    assert line.address.handle == f"alice@{name}.test"


@pytest.mark.parametrize("name", SERVERS)
def test_a_real_servers_answers_carry_the_whole_conversation(name: str) -> None:
    with talking_to(name) as line:
        receipt = line.publish(parcel(TEXT))
        live = line.send(Verb.READ, receipt=receipt)
        readings = line.ask(lambda connector: connector.count([receipt.id]))
        heard = line.ask(lambda connector: connector.answers([receipt.id], ""))
        edited = line.send(Verb.EDIT, parcel("edited"), receipt)

    assert isinstance(live, Live)
    assert (live.text, live.media) == (TEXT, 1)
    assert len(readings) >= 3
    assert bool(heard.cursor) is (name == "takahe")  # the others had told of nothing yet
    assert isinstance(edited, Receipt)
    assert edited.id == receipt.id


@pytest.mark.parametrize("name", SERVERS)
def test_what_a_real_server_deleted_is_gone(name: str) -> None:
    replay = Replay(name)
    deleted = next(path for method, path in replay.good if method == "DELETE")

    with talking_to(name) as line:
        outcome = line.send(Verb.WITHDRAW, receipt=Receipt(id=RemoteId(deleted.split("/")[-1])))

    assert outcome == Done()


@pytest.mark.parametrize("name", SERVERS)
def test_a_real_server_registers_us_and_gives_a_token(name: str) -> None:
    with talking_to(name) as line:
        app = line.sign_in("oauth", lambda desk: desk.register("https://antiphon.test/back"))
        grant = line.sign_in("oauth", lambda desk: desk.arrive({}, {"code": "c"}), app)

    assert app.client_id
    assert app.client_secret.reveal()
    assert grant.credential.expires_at is None
    assert grant.accounts[0].handle == f"alice@{name}.test"
