"""A request of a program: who speaks through it, and what its route asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.secret import Secret
from antiphon.people import actions
from antiphon.people.models import Member

NOBODY = "There is no such API key, or it does not hold any more."


class Call(HttpRequest):
    """A request after its key was looked at; routes get nothing else."""

    by: Member
    """Who speaks, with no more than the key's scopes."""
    given: Any
    """The body as it was read, before a schema looked at it."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """What holds for one method of one address."""

    method: str
    path: str
    name: str = ""
    """Unique: the operation's id in the description, and the tool's name elsewhere."""
    tag: str
    may: str
    """The line of the role table that is asked first; empty: any key may."""
    outside: bool = False
    """Whether it speaks to networks, and so commits on its way."""
    insists: bool = False
    """Whether it must come with a name of its own (`Idempotency-Key`)."""
    gives: str = ""
    """The type of its answer, where that is not JSON."""
    takes: str = ""
    """The type of its body, where that is neither JSON nor a form."""
    versioned: bool = False
    """Whether it takes the version that somebody saw (`If-Match`)."""


class NotSignedInError(AntiphonError):
    """No key, or none that holds; which of them is not told."""


def sign_in(request: HttpRequest) -> Member:
    """Who speaks through the key in the header; cookies do not count here."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    by = actions.speaker(Secret(token.strip() if scheme.lower() == "bearer" else ""))
    if by is None:
        raise NotSignedInError(NOBODY)
    return by


def route_named(routes: Sequence[Route], name: str) -> Route:
    """The route of that name."""
    return next(route for route in routes if route.name == name)
