"""The state of Pinterest in small: accounts, boards, pins, videos and tokens."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from antiphon.connect.values import Kind

LASTS = timedelta(days=30)
RENEWABLE = timedelta(days=60)
KEPT = 1024 * 1024
"""Bytes of a file that are kept for showing; of larger ones only the digest."""
SCOPES = frozenset({"user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write"})


@dataclass(slots=True)
class Quirks:
    """Ways in which the real one is known, or said, to differ from day to day."""

    processing: int = 0
    """How often a video is asked for before it is ready."""
    spoils: bool = False
    """Videos come out of the work broken."""
    storage: str = ""
    """What the storage host says instead of taking a file."""
    list_lag: timedelta = timedelta(0)
    oldest_first: bool = False
    """The order of lists is not promised."""
    denies: bool = False
    """The person presses cancel."""
    refuses: tuple[int, int] | None = None
    """Status and code that every call with an effect gets."""


@dataclass(slots=True)
class File:
    """A picture or a video."""

    kind: Kind
    mime: str
    size: int
    digest: str
    body: bytes = b""


@dataclass(slots=True)
class Media:
    """A video on its way."""

    id: str
    owner: str
    file: File | None = None
    asked: int = 0


@dataclass(slots=True)
class Board:
    """A board and its sections, by their numbers."""

    id: str
    owner: str
    name: str
    at: datetime
    privacy: str = "PUBLIC"
    sections: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Pin:
    """A pin, and what came of it."""

    id: str
    owner: str
    board: str
    section: str
    at: datetime
    words: dict[str, str | None]
    files: tuple[File, ...]
    cover: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Comment:
    """What somebody says below a pin; people see it, and no interface tells of it."""

    id: str
    pin: str
    parent: str
    author: str
    text: str
    at: datetime


@dataclass(slots=True)
class Account:
    """Somebody who pins."""

    id: str
    handle: str
    name: str
    kind: str
    at: datetime
    followers: int = 0
    boards: list[str] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    grants: int = 0


@dataclass(slots=True)
class Token:
    """An access token, or one that renews."""

    account: str
    scopes: frozenset[str]
    ends: datetime
    revoked: bool = False


class World:
    """All of it, in memory; every look-up is one step."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now, self.quirks = base, now, Quirks()
        self.accounts: dict[str, Account] = {}
        self.handles: dict[str, str] = {}
        self.boards: dict[str, Board] = {}
        self.pins: dict[str, Pin] = {}
        self.comments: dict[str, Comment] = {}
        self.media: dict[str, Media] = {}
        self.uploads: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.tokens: dict[str, Token] = {}
        self.renewers: dict[str, Token] = {}
        self.codes: dict[str, Token] = {}
        self.apps: dict[str, str] = {}
        self._last = 0

    def new_id(self) -> str:
        """A number greater than all before."""
        self._last = max(int(self.now().timestamp() * 1_000_000), self._last + 1)
        return str(self._last)

    def open(self, handle: str, name: str, kind: str) -> Account:
        """An account with two boards, one of them divided."""
        if handle in self.handles:
            return self.accounts[self.handles[handle]]
        one = Account(id=self.new_id(), handle=handle, name=name, kind=kind, at=self.now())
        self.accounts[one.id], self.handles[handle] = one, one.id
        self.add_board(one, "What is new")
        ideas = self.add_board(one, "Ideas")
        ideas.sections[self.new_id()] = "For summer"
        return one

    def add_board(self, account: Account, name: str) -> Board:
        """A new board."""
        board = Board(id=self.new_id(), owner=account.id, name=name, at=self.now())
        self.boards[board.id] = board
        account.boards.append(board.id)
        return board

    def grant(self, account: Account, scopes: frozenset[str] = SCOPES) -> str:
        """A fresh access token; the same after a restart."""
        account.grants += 1
        token = f"pina_{_drawn(account, 'access')}"
        self.tokens[token] = Token(account=account.id, scopes=scopes, ends=self.now() + LASTS)
        return token

    def renewer(self, account: Account, scopes: frozenset[str]) -> str:
        """A fresh token that renews."""
        token = f"pinr_{_drawn(account, 'refresh')}"
        ends = self.now() + RENEWABLE
        self.renewers[token] = Token(account=account.id, scopes=scopes, ends=ends)
        return token

    def tokens_of(self, handle: str) -> list[Token]:
        """Every access token of an account."""
        id = self.handles[handle]
        return [one for one in self.tokens.values() if one.account == id]

    def keep(self, kind: Kind, mime: str, body: bytes) -> File:
        """A file that arrived."""
        digest = hashlib.sha256(body).hexdigest()
        shown = body if len(body) <= KEPT else b""
        file = File(kind=kind, mime=mime, size=len(body), digest=digest, body=shown)
        self.files[digest] = file
        return file


def _drawn(account: Account, what: str) -> str:
    told = f"{account.handle}:{account.grants}:{what}"
    return hashlib.sha256(told.encode()).hexdigest()[:48]
