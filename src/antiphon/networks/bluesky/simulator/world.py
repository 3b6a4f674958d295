"""What a simulated network remembers, all of it in memory."""

import base64
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.networks.bluesky.records import POST, tid

POINTS_AN_HOUR = 5_000
ACCESS_LIFE = timedelta(hours=2)


class Refused(Exception):
    """The server says no, in its own form: a name in `error` and a sentence."""

    def __init__(
        self, status: int, error: str, message: str, *, more: Any = None, **headers: str
    ) -> None:
        super().__init__(message)
        self.status, self.error, self.message, self.headers = status, error, message, headers
        self.more: dict[str, Any] = more or {}
        """What stands in the body besides."""


@dataclass(kw_only=True)
class Blob:
    """Bytes that an account brought."""

    cid: str
    mime: str
    size: int
    digest: str
    kept: bytes | None = None
    """The bytes themselves, while they are small."""

    def told(self) -> dict[str, Any]:
        """As a record names it."""
        ref = {"$link": self.cid}
        return {"$type": "blob", "ref": ref, "mimeType": self.mime, "size": self.size}


@dataclass(kw_only=True)
class Record:
    """Something that an account said."""

    uri: str
    cid: str
    value: dict[str, Any]
    at: datetime
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(kw_only=True)
class Session:
    """One permission: an access token, and the refresh tokens that lead on from it."""

    did: str
    access: str = ""
    refresh: str = ""
    ends: datetime
    scopes: frozenset[str] = frozenset({"transition:generic"})
    thumbprint: str = ""
    """Of the key that must sign; empty for sessions of app passwords."""
    client: str = ""
    dead: bool = False


@dataclass(kw_only=True)
class Account:
    """One account on this server, or somebody elsewhere."""

    did: str
    handle: str
    name: str
    app_password: str = ""
    followers: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    posts: dict[str, Record] = field(default_factory=dict)
    blobs: dict[str, Blob] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    sign_ins: list[datetime] = field(default_factory=list)
    points: tuple[datetime, int] = (datetime.min.replace(tzinfo=UTC), 0)


@dataclass(kw_only=True)
class Quirks:
    """How this server differs from a friendly one; tests set them."""

    rate_limits: bool = False
    """Off as in the software's own default; on as on the servers of the network's maker."""
    blob_limit: int = 52_428_800
    video: bool = True
    video_fails: str = ""
    """A `failureCode` that every video ends with."""
    granular_scopes: bool = True
    forgets_blobs: bool = False
    signs_for: str = ""
    """An account that every permission claims to be of, as an impostor would."""
    appview: bool = True
    """Whether anybody answers `app.bsky.*`."""


@dataclass(kw_only=True)
class World:
    """Everything."""

    base: str
    now: Callable[[], datetime]
    quirks: Quirks = field(default_factory=Quirks)
    accounts: dict[str, Account] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Record] = field(default_factory=dict)
    access: dict[str, Session] = field(default_factory=dict)
    refresh: dict[str, Session] = field(default_factory=dict)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    commits: int = 0

    def join(self, handle: str, name: str, **facts: str) -> Account:
        """Make an account, or find it."""
        did = self.handles.get(handle)
        if did is None:
            mark = hashlib.sha256(f"{self.base}/{handle}".encode()).digest()[:15]
            did = "did:plc:" + base64.b32encode(mark).decode().lower()
            self.handles[handle] = did
            self.accounts[did] = Account(did=did, handle=handle, name=name, facts=dict(facts))
        return self.accounts[did]

    def rev(self) -> str:
        """The name of a new commit; later ones sort after it."""
        self.commits += 1
        return tid(int(self.now().timestamp() * 1_000_000) + self.commits, 1)

    def open(self, session: Session) -> Session:
        """Give a session a fresh pair of tokens; the refresh tokens before it are remembered."""
        self.access.pop(session.access, None)
        session.ends = self.now() + ACCESS_LIFE
        session.access, session.refresh = self._jwt(session), f"ref-{secrets.token_hex(32)}"
        self.access[session.access] = session
        self.refresh[session.refresh] = session
        return session

    def _jwt(self, session: Session) -> str:
        claims = {"sub": session.did, "exp": int(session.ends.timestamp()),
                  "jti": secrets.token_hex(8)}  # fmt: skip
        parts = [json.dumps(one).encode() for one in ({"typ": "at+jwt", "alg": "HS256"}, claims)]
        named = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts]
        return ".".join((*named, secrets.token_urlsafe(32)))

    def store(self, account: Account, uri: str, cid: str, value: dict[str, Any]) -> Record:
        """Keep a record, in place of what stood there."""
        before = account.records.get(uri)
        record = Record(uri=uri, cid=cid, value=value, at=before.at if before else self.now())
        if before:
            record.counts = before.counts
        account.records[uri] = record
        if value.get("$type") == POST:
            account.posts[uri] = self.posts[uri] = record
        return record

    def drop(self, account: Account, uri: str) -> bool:
        """Forget a record; whether there was one."""
        account.posts.pop(uri, None)
        self.posts.pop(uri, None)
        return account.records.pop(uri, None) is not None

    def spend(self, account: Account, points: int) -> dict[str, str]:
        """Count a write; the headers that tell what is left, or a refusal."""
        if not self.quirks.rate_limits:
            return {}
        now = self.now()
        ends, spent = account.points
        if now >= ends:
            ends, spent = now + timedelta(hours=1), 0
        left = POINTS_AN_HOUR - spent - points
        headers = {
            "RateLimit-Limit": str(POINTS_AN_HOUR),
            "RateLimit-Remaining": str(max(0, left)),
            "RateLimit-Reset": str(int(ends.timestamp())),
            "RateLimit-Policy": f"{POINTS_AN_HOUR};w=3600",
        }
        if left < 0:
            after = {"Retry-After": str(max(1, int((ends - now).total_seconds())))}
            raise Refused(429, "RateLimitExceeded", "Rate Limit Exceeded", **headers, **after)
        account.points = (ends, spent + points)
        return headers
