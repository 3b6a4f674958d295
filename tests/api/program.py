"""A program with a key, as the tests use it: says what it wants and reads the answer."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from antiphon.kernel.secret import Secret
from antiphon.people import actions
from antiphon.people.models import Member, Role
from antiphon.people.policy import rights
from tests import builders as a

V1 = "/api/v1"


def key_for(by: Member, *scopes: str) -> Secret:
    """A key of this member, for these scopes or for all that they may do."""
    return actions.make_key("test", scopes or rights(Role(by.role)), by=by)[1]


@dataclass
class Program:
    """Calls through one key."""

    by: Member = field(default_factory=a.member)
    scopes: tuple[str, ...] = ()
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __post_init__(self) -> None:
        self.key = key_for(self.by, *self.scopes).reveal()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One call; a body that is not bytes goes as JSON."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self.key}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        type = given.pop("Content-Type", "application/json")
        return self.client.generic(
            method, V1 + path if path.startswith("/") and not path.startswith(V1) else path,
            raw or b"", content_type=type if raw is not None else "", headers=given,
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> Any:
        """Ask."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Do."""
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """Change."""
        return self.call("PATCH", path, body, **headers)


def rules(response: Any) -> list[str]:
    """Which rules a refusal names."""
    return [error["rule"] for error in response.json()["errors"]]


def kind(response: Any) -> str:
    """Which kind of problem it is."""
    return str(response.json()["type"]).rpartition(":")[2]
