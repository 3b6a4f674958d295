"""Speaks to a sandbox that runs in another process of this machine."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from antiphon.connect.simulation.contract import Entrance
from antiphon.connect.values import RemoteId
from antiphon.kernel.errors import AntiphonError

HOST = "127.0.0.1"


class SandboxError(AntiphonError):
    """The sandbox did not do what it was asked."""


def is_answering(port: int, path: str = "/", *, seconds: float = 2) -> bool:
    """Whether something on this machine answers there, and is content."""
    try:
        status, _body = _ask(port, "GET", path, seconds=seconds)
    except (OSError, HTTPException):
        return False
    return status < 400


class Client:
    """One running sandbox."""

    def __init__(self, port: int) -> None:
        self.port = port

    def open_account(self, network: str, handle: str, name: str, **facts: str) -> Entrance:
        """Make an account, or find it; `country` says where it is at home (`IN` or `IN,BR`)."""
        given = {"network": network, "handle": handle, "name": name, "facts": facts}
        told = self._post("/_/accounts", given)
        return Entrance(**{**told, "id": RemoteId(told["id"])})

    def timeline(self, network: str, handle: str | None = None) -> list[dict[str, Any]]:
        """What a visitor sees, oldest first."""
        query = {"network": network} | ({"handle": handle} if handle else {})
        found: list[dict[str, Any]] = self._told("GET", f"/_/timeline?{urlencode(query)}")
        return found

    def react(self, reaction: Mapping[str, Any]) -> str | None:
        """Let a person do something; the id of a new reply."""
        found: str | None = self._post("/_/react", reaction)["id"]
        return found

    def let_live(self, hours: float = 0.0) -> dict[str, int]:
        """Let the crowd do what it does until so many hours from now; how much of each kind."""
        found: dict[str, int] = self._post("/_/crowd/step", {"hours": hours})
        return found

    def go_wrong(self, trouble: str, **how: Any) -> None:
        """From now on something goes wrong; see `/_/faults`."""
        self._post("/_/faults", {"trouble": trouble, **how})

    def go_right(self) -> None:
        """Nothing goes wrong any more."""
        self._told("DELETE", "/_/faults")

    def _post(self, path: str, told: Mapping[str, Any]) -> Any:
        return self._told("POST", path, json.dumps(told).encode())

    def _told(self, method: str, path: str, body: bytes | None = None) -> Any:
        try:
            status, answer = _ask(self.port, method, path, body=body)
        except (OSError, HTTPException) as error:
            say = f"No sandbox answers at port {self.port}. Start one: antiphon sandbox."
            raise SandboxError(say) from error
        try:
            told = json.loads(answer)
        except ValueError as error:
            raise SandboxError(f"What answers at port {self.port} is no sandbox.") from error
        if status >= 400:
            raise SandboxError(told["problem"])
        return told


def _ask(
    port: int, method: str, path: str, *, body: bytes | None = None, seconds: float = 120
) -> tuple[int, bytes]:
    talk = HTTPConnection(HOST, port, timeout=seconds)
    try:
        talk.request(method, path, body, {"Content-Type": "application/json"})
        answer = talk.getresponse()
        return answer.status, answer.read()
    finally:
        talk.close()
