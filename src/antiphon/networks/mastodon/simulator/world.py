"""Everything that a simulated server remembers; each look-up in constant time."""

import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from antiphon.connect.simulation import Person
from antiphon.connect.values import Kind

DOMAIN = "social.example"
KEY_MEMORY = timedelta(hours=1)
TOKEN_LIFE = timedelta(days=15)


@dataclass(slots=True, kw_only=True)
class Member:
    """An account, of this server or (`host` given) of another."""

    id: str
    user: str
    name: str
    made_at: datetime
    host: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    followers: set[str] = field(default_factory=set)
    statuses: list[str] = field(default_factory=list)
    notices: list["Notice"] = field(default_factory=list)
    shown: int = 0
    """How many of its statuses were not deleted."""

    @property
    def acct(self) -> str:
        """The name by which this server calls it."""
        return f"{self.user}@{self.host}" if self.host else self.user


@dataclass(slots=True, kw_only=True)
class Film:
    """A file that was brought."""

    id: str
    owner: str
    kind: Kind
    mime: str
    size: int
    digest: str
    body: bytes = b""
    alt: str = ""
    focus: tuple[float, float] = (0.0, 0.0)
    ready_at: datetime
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A poll's choices and its end."""

    options: tuple[str, ...]
    ends: datetime
    multiple: bool = False


@dataclass(slots=True, kw_only=True)
class Status:
    """A status and what people did with it."""

    id: str
    by: Member
    at: datetime
    text: str
    html: str = ""
    warning: str = ""
    sensitive: bool = False
    visibility: str = "public"
    language: str | None = None
    parent: str | None = None
    media: list[Film] = field(default_factory=list)
    poll: "Question | None" = None
    quotes: str = "public"
    mentions: list[Member] = field(default_factory=list)
    edited_at: datetime | None = None
    liked: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    children: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Notice:
    """Something that a member is told of."""

    id: str
    kind: str
    at: datetime
    by: Member
    status: str | None = None


@dataclass(slots=True, kw_only=True)
class Token:
    """A permission."""

    text: str
    member: str
    scopes: frozenset[str]
    app: str = ""
    dead: bool = False
    ends_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Application:
    """A program that registered itself."""

    id: str
    secret: str
    name: str
    website: str | None
    redirects: list[str]
    scopes: list[str]


@dataclass(slots=True, kw_only=True)
class Code:
    """A yes that was not yet turned into a token."""

    app: str
    member: str
    redirect: str
    scopes: frozenset[str]
    challenge: str = ""
    used: bool = False


class Spent:
    """Calls within a sliding window."""

    def __init__(self, most: int, span: timedelta) -> None:
        self.most, self.span = most, span
        self._calls: deque[datetime] = deque()

    def one(self, at: datetime) -> tuple[int, datetime]:
        """Count one call; how many are left (below zero: too many) and when the first ends."""
        while self._calls and self._calls[0] <= at - self.span:
            self._calls.popleft()
        left = self.most - len(self._calls) - 1
        if left >= 0:
            self._calls.append(at)
        first = self._calls[0] if self._calls else at
        return left, first + self.span


class World:
    """One server's memory."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.members: dict[str, Member] = {}
        self.names: dict[str, Member] = {}
        self.statuses: dict[str, Status] = {}
        self.media: dict[str, Film] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshers: dict[str, Token] = {}
        self.apps: dict[str, Application] = {}
        self.codes: dict[str, Code] = {}
        self.keys: OrderedDict[tuple[str, str], tuple[str, datetime]] = OrderedDict()
        self.spent: dict[tuple[str, str], Spent] = {}
        self._last = 0

    def new_id(self) -> str:
        """A snowflake: milliseconds and a counter, always growing."""
        stamp = int(self.now().timestamp() * 1000) << 16
        self._last = max(stamp, self._last + 1)
        return str(self._last)

    def member(self, user: str, name: str, host: str = "", **facts: str) -> Member:
        """The member of that name, made if there is none."""
        key = f"{user}@{host}" if host else user
        if key not in self.names:
            made = Member(
                id=self.new_id(), user=user, name=name, host=host, made_at=self.now(), facts=facts
            )
            self.names[key] = self.members[made.id] = made
        return self.names[key]

    def person(self, who: Person) -> Member:
        """Somebody out there, on a server of their own."""
        user = "".join(c if c.isascii() and c.isalnum() else "_" for c in who.id) or "somebody"
        return self.member(user, who.name, "elsewhere.example")

    def token(
        self, member: Member, scopes: frozenset[str], app: str = "", *, ends: bool = False
    ) -> Token:
        """A new permission."""
        made = Token(
            text=secrets.token_urlsafe(32),
            member=member.id,
            scopes=scopes,
            app=app,
            ends_at=self.now() + TOKEN_LIFE if ends else None,
        )
        self.tokens[made.text] = made
        return made

    def remembered(self, member: Member, key: str) -> Status | None:
        """What was made with that key within the hour."""
        at = self.now()
        while self.keys and next(iter(self.keys.values()))[1] <= at - KEY_MEMORY:
            self.keys.popitem(last=False)
        id, _when = self.keys.get((member.id, key), ("", at))
        return self.statuses.get(id)

    def add(self, status: Status, key: str = "") -> None:
        """Show a status."""
        self.statuses[status.id] = status
        status.by.statuses.append(status.id)
        status.by.shown += 1
        parent = self.statuses.get(status.parent or "")
        if parent:
            parent.children.append(status.id)
        for film in status.media:
            film.status = status.id
        if key:
            self.keys[(status.by.id, key)] = (status.id, status.at)
        told = {one.id: one for one in (*status.mentions, *([parent.by] if parent else []))}
        for member in told.values():
            self.tell(member, "mention", status.by, status.id)

    def remove(self, status: Status) -> None:
        """Take a status away."""
        del self.statuses[status.id]
        status.by.shown -= 1

    def tell(self, member: Member, kind: str, by: Member, status: str | None = None) -> None:
        """Let a member of this server know."""
        if not member.host and member.id != by.id:
            notice = Notice(id=self.new_id(), kind=kind, at=self.now(), by=by, status=status)
            member.notices.append(notice)

    def answers_to(self, status: Status) -> list[Status]:
        """What answers it directly and is still there."""
        return [self.statuses[id] for id in status.children if id in self.statuses]

    def newest(self, ids: list[str]) -> Iterator[Status]:
        """Those of the statuses that are still there, newest first."""
        return (self.statuses[id] for id in reversed(ids) if id in self.statuses)

    def use(self, member: str, bucket: str, most: int, span: timedelta) -> tuple[int, datetime]:
        """One call of that bucket."""
        key = (member, bucket)
        if key not in self.spent:
            self.spent[key] = Spent(most, span)
        return self.spent[key].one(self.now())
