"""In what the servers of this family differ; a simulator can be made to behave like each.

Seen in our own runs of Takahē 0.11, snac 2.94 and Hollo 0.6.10 (2026-11-21); Pixelfed from its
issues (#6186, Mastodon.py#436); the failing repeat from mastodon/mastodon#40399.
"""

from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(slots=True, kw_only=True)
class Quirks:
    """One server's character; tests may set each trait while it runs."""

    software: str = "mastodon"
    version: str = "4.7.3"
    api: int = 11
    """0: the server names no level."""
    honours_key: bool = True
    repeat_fails: bool = False
    """A repeat answers 500 instead of the first status."""
    honours_schedule: bool = True
    """Otherwise `scheduled_at` is ignored and the status is out at once."""
    dead_token: int = 401
    """400, 401, 422, or 302 to the sign-in page."""
    link_cost: int = 23
    characters: int = 500
    files: int = 4
    polls: bool = True
    needs_media: bool = False
    takes_nothing: bool = False
    """Whether an empty status is taken."""
    only_v1: bool = False
    missing: frozenset[str] = frozenset()
    """Endpoints that answer 404: history, source, media, several, metadata, nodeinfo, v2_media."""
    tokens_end: bool = False
    """Tokens end after 15 days and are renewed by one-time refresh tokens."""
    codes_repeat: bool = False
    """A code of the sign-in can be used again."""
    working_seconds: float = 2.0
    """How long the server works on a film."""
    limits: bool = True
    """Whether too many calls are refused."""
    tongue: str = "en"
    """Of its errors: en or ja."""
    extra: dict[str, object] = field(default_factory=dict)
    """More for the instance document."""

    @classmethod
    def like(cls, software: str) -> Self:
        """The character of one of the servers that we ran, or of vanilla Mastodon."""
        return cls(**_KNOWN[software])


_OLDER = frozenset({"history", "several", "metadata"})
_KNOWN: dict[str, dict[str, Any]] = {
    "mastodon": {},
    "takahe": {
        "software": "takahe", "version": "0.11.0", "api": 0, "honours_key": False,
        "honours_schedule": False, "dead_token": 400, "missing": _OLDER, "codes_repeat": True,
    },
    "snac": {
        "software": "snac", "version": "2.94", "api": 0, "honours_key": False, "dead_token": 422,
        "link_cost": 32, "characters": 100_000, "polls": False, "takes_nothing": True,
        "only_v1": True, "missing": _OLDER | {"media"}, "codes_repeat": True,
    },
    "hollo": {
        "software": "hollo", "version": "0.6.10", "api": 0, "honours_schedule": False,
        "link_cost": 256, "characters": 10_000, "missing": frozenset({"history", "several"}),
    },
    "pixelfed": {
        "software": "pixelfed", "version": "0.12", "api": 0, "honours_key": False,
        "dead_token": 302, "polls": False, "needs_media": True, "tokens_end": True,
        "only_v1": True, "missing": _OLDER | {"source"},
    },
}  # fmt: skip
