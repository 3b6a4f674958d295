"""A program of somebody else that is told: it checks signatures by its own means."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from antiphon.notices import actions
from antiphon.notices.models import Hook
from antiphon.people.models import Member


class Receiver:
    """Keeps what came, and answers with the statuses that it was given, then with 204."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.location = ""
        self.slow = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/told"

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.came]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def is_signed(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """Whether one of the signatures was made with this secret, and not long ago."""
    if abs(int(headers["webhook-timestamp"]) - time.time()) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    proof = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return f"v1,{proof}" in headers["webhook-signature"].split(" ")


def hook_to(receiver: Receiver, by: Member, **given: object) -> tuple[Hook, str]:
    facts = {"name": "Our chat", "url": receiver.url} | given
    hook, secret = actions.add_hook(by, **facts)  # type: ignore[arg-type]
    return hook, secret.reveal()


def deliver() -> None:
    while actions.deliver():
        pass


@contextmanager
def listening() -> Iterator[Receiver]:
    one = Receiver()
    try:
        yield one
    finally:
        one.close()


def _handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(receiver.slow)
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Nobody reads it."""

    return Handler
