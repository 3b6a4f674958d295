"""One request to the simulated interface, read; and what can go wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from antiphon.networks.wordpress.simulator import shapes
from antiphon.networks.wordpress.simulator.state import Site, User

_FORMATS = frozenset({"standard", "aside", "chat", "gallery", "link", "image", "quote", "status",
                      "video", "audio"})  # fmt: skip
_ENUMS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"publish", "future", "draft", "pending", "private"}),
    "format": _FORMATS,
    "comment_status": frozenset({"open", "closed"}),
}


class RefusedError(Exception):
    """The site says no."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(code)
        self.status, self.told = shapes.refusal(status, code, message, **data)


@dataclass
class Call:
    """A request and whose it is."""

    method: str
    route: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    site: Site
    home: str
    user: User | None
    now: datetime
    quirks: set[str]
    out: dict[str, str] = field(default_factory=dict)
    """Headers of the answer."""

    def json(self) -> dict[str, Any]:
        """The fields of the body."""
        try:
            told = json.loads(self.body or b"{}")
        except ValueError as error:
            raise RefusedError(400, "rest_invalid_json", "Invalid JSON body passed.") from error
        return told if isinstance(told, dict) else {}

    def fields(self, told: dict[str, Any]) -> dict[str, Any]:
        """What of a thing was asked for."""
        return shapes.fields(told, self.query.get("_fields", ""))

    @property
    def edit(self) -> bool:
        """Whether the raw forms are asked for."""
        return self.query.get("context") == "edit"

    def need(self, right: str, code: str = "rest_forbidden") -> User:
        """The user, if it has the right; 401 where nobody is signed in, else 403."""
        if self.user is None:
            raise RefusedError(401, code, "Sorry, you are not allowed to do that.")
        if not self.user.may(right):
            raise RefusedError(403, code, "Sorry, you are not allowed to do that.")
        return self.user

    def numbers(self, name: str) -> list[int]:
        """A list of ids in the query."""
        return [int(one) for one in self.query.get(name, "").split(",") if one.isdecimal()]

    def page(self, found: list[Any]) -> list[Any]:
        """One page of a list, with the headers that count it."""
        size = int(self.query.get("per_page", "10"))
        page = int(self.query.get("page", "1"))
        if not 1 <= size <= 100:
            raise _invalid("per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)")
        pages = -(-len(found) // size)
        if page > max(pages, 1):
            raise RefusedError(
                400, "rest_post_invalid_page_number", "The page number is too large."
            )
        self.out |= {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
        return found[(page - 1) * size : page * size]


def _invalid(name: str, say: str) -> RefusedError:
    return RefusedError(
        400, "rest_invalid_param", f"Invalid parameter(s): {name}", params={name: say}
    )


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """The fields of a post, if their values are of the kind that the schema wants."""
    for name, allowed in _ENUMS.items():
        if name in told and told[name] not in allowed:
            raise _invalid(name, f"{name} is not one of {', '.join(sorted(allowed))}.")
    for name in ("categories", "tags"):
        if not all(isinstance(one, int) for one in told.get(name, ())):
            raise _invalid(name, f"{name} is not of type integer.")
    return told
