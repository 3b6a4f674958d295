"""What the simulated relays and the media server answer."""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from antiphon.networks.nostr.keys import is_true
from antiphon.networks.nostr.simulator.world import (
    MOST_CONTENT,
    MOST_EVENT,
    Store,
    World,
    tagged,
)

LOGIN, UPLOAD = 22242, 24242
MOST_FILE = 100_000_000


class Doors:
    """The relays `/` (or `/relay`) and `/second`, and the media server `/media`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def app(self) -> Starlette:
        """All of it as one application."""
        return Starlette(
            routes=[
                Route("/media/upload", self.upload, methods=["PUT"]),
                Route("/media/{digest}", self.show, methods=["GET", "HEAD"]),
                *(Route(path, self.about, methods=["GET"]) for path in ("/", "/{relay}")),
                *(WebSocketRoute(path, self.talk) for path in ("/", "/{relay}")),
            ]
        )

    async def about(self, request: Request) -> Response:
        """A relay's own description (NIP-11)."""
        if request.path_params.get("relay", "relay") not in self.world.relays:
            return Response(status_code=404)
        told = {
            "name": "Simulated relay",
            "supported_nips": [1, 9, 11, 42, 45],
            "software": "simulated",
            "limitation": {"max_content_length": MOST_CONTENT, "max_message_length": MOST_EVENT,
                           "auth_required": False},
        }  # fmt: skip
        return JSONResponse(told, media_type="application/nostr+json")

    async def talk(self, socket: WebSocket) -> None:
        """One connection to a relay."""
        store = self.world.relays.get(socket.path_params.get("relay", "relay"))
        if store is None:
            await socket.close()
            return
        await socket.accept()
        visit = Visit(self.world, store)
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_text(json.dumps(["AUTH", visit.challenge]))
            while True:
                for told in visit.hear(await socket.receive_text()):
                    await socket.send_text(json.dumps(told, ensure_ascii=False))

    async def upload(self, request: Request) -> Response:
        """Keep a file under the hash of its bytes (BUD-02)."""
        body = await request.body()
        digest = hashlib.sha256(body).hexdigest()
        status = next(iter(self.world.media_habits), 0) or self._refused(request, digest, body)
        if status:
            return Response(status_code=status, headers={"X-Reason": "Not here"})
        is_new = digest not in self.world.files
        mime = request.headers.get("content-type", "application/octet-stream")
        self.world.files.setdefault(digest, (mime, body))
        told = {"url": f"{self.world.base}/media/{digest}", "sha256": digest, "size": len(body),
                "type": mime, "uploaded": int(self.world.now().timestamp())}  # fmt: skip
        return JSONResponse(told, status_code=201 if is_new else 200)

    def _refused(self, request: Request, digest: str, body: bytes) -> int:
        if len(body) > MOST_FILE:
            return 413
        if request.headers.get("x-sha-256", digest) != digest:
            return 409
        return 0 if self._permits(request.headers.get("authorization", ""), digest) else 401

    def _permits(self, authorization: str, digest: str) -> bool:
        """Whether somebody who is let in signed that these bytes may come, for a while (BUD-01)."""
        scheme, _space, coded = authorization.partition(" ")
        try:
            event = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
        except ValueError:
            return False
        if scheme != "Nostr" or not is_true(event) or event["kind"] != UPLOAD:
            return False
        ends = int(next(iter(tagged(event, "expiration")), 0))
        is_meant = tagged(event, "t") == ["upload"] and digest in tagged(event, "x")
        is_in = event["pubkey"] not in self.world.shut_out
        return is_meant and is_in and ends > self.world.now().timestamp()

    async def show(self, request: Request) -> Response:
        """A file, for everybody."""
        found = self.world.files.get(request.path_params["digest"].partition(".")[0])
        if found is None:
            return Response(status_code=404)
        return Response(found[1], media_type=found[0])


@dataclass
class Visit:
    """One connection, and as whom it is known."""

    world: World
    store: Store
    challenge: str = field(default_factory=lambda: secrets.token_hex(16))
    known: set[str] = field(default_factory=set)

    def hear(self, text: str) -> Sequence[Any]:
        """What is answered to one message."""
        try:
            said = json.loads(text)
        except ValueError:
            return [["NOTICE", "That is no JSON."]]
        match said:
            case ["EVENT", event]:
                told = [self._take(event)]
            case ["AUTH", event]:
                told = [self._login(event)]
            case ["REQ", str(name), *filters]:
                told = self._find(name, filters)
            case ["COUNT", str(name), *filters]:
                told = [["COUNT", name, {"count": len(self.store.find(filters))}]]
            case ["CLOSE", str(name)]:
                told = [["CLOSED", name, ""]]
            case _:
                told = [["NOTICE", "That is not understood."]]
        return told

    def _take(self, event: Any) -> list[Any]:
        id = event.get("id", "") if isinstance(event, dict) else ""
        who = event.get("pubkey", "") if isinstance(event, dict) else ""
        if who in self.world.shut_out:
            return ["OK", id, False, "restricted: this key is let in no more"]
        if "auth" in self.store.habits and who not in self.known:
            return ["OK", id, False, "auth-required: only for those we know"]
        taken, reason = self.store.take(event, self.world.now())
        is_terse = "terse" in self.store.habits and reason.startswith("invalid")
        return ["OK", "" if is_terse else id, taken, reason]

    def _login(self, event: Any) -> list[Any]:
        if not is_true(event) or event["kind"] != LOGIN:
            return ["OK", "", False, "invalid: not a login"]
        where = next(iter(tagged(event, "relay")), "")
        if tagged(event, "challenge") != [self.challenge] or not where.startswith("ws"):
            return ["OK", event["id"], False, "auth-required: not our challenge"]
        if event["pubkey"] in self.world.shut_out:
            return ["OK", event["id"], False, "restricted: this key is let in no more"]
        self.known.add(event["pubkey"])
        return ["OK", event["id"], True, ""]

    def _find(self, name: str, filters: list[Any]) -> list[Any]:
        about = {who for one in filters for who in (*one.get("authors", ()), *one.get("#p", ()))}
        if (about & self.world.shut_out or "auth" in self.store.habits) and not self.known:
            return [["CLOSED", name, "auth-required: only for those we know"]]
        found = [["EVENT", name, event] for event in self.store.find(filters)]
        return [*found, ["EOSE", name]]
