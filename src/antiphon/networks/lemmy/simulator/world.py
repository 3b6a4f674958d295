"""What the simulated server holds."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from antiphon.networks.lemmy.dialect import V3, Dialect

MOST_TEXT, MOST_TITLE, LEAST_TITLE = 10_000, 200, 3
LANGUAGES = {"und": 0, "en": 37, "de": 32, "es": 39, "fr": 47, "pt": 120, "hi": 57}


class Refused(Exception):
    """The server says no, with a word."""

    def __init__(self, word: str, status: int = 400) -> None:
        super().__init__(word)
        self.word, self.status = word, status


@dataclass
class Person:
    """Somebody with an account here or elsewhere."""

    id: int
    name: str
    shown: str
    at: datetime
    password: str = ""
    code: str = ""
    """Of the second factor, where there is one."""


@dataclass
class Community:
    """A place to post in."""

    id: int
    name: str
    title: str
    at: datetime
    posts_of: int
    """Who opened it, and may moderate it."""


@dataclass
class Said:
    """A post, or a comment below one."""

    id: int
    by: Person
    community: Community
    at: datetime
    words: str = ""
    title: str = ""
    url: str = ""
    alt: str = ""
    nsfw: bool = False
    language: int = 0
    post: "Said | None" = None
    path: str = ""
    """Of a comment: the numbers of those above it, and its own."""
    votes: set[int] = field(default_factory=set)
    deleted: bool = False
    updated: datetime | None = None


@dataclass
class World:
    """Everything."""

    base: str
    now: Callable[[], datetime]
    speaks: Dialect = V3
    people: dict[int, Person] = field(default_factory=dict)
    communities: dict[int, Community] = field(default_factory=dict)
    posts: dict[int, Said] = field(default_factory=dict)
    comments: dict[int, Said] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    refusing: str = ""
    """A word with which every new post is refused."""
    _numbers: dict[str, "count[int]"] = field(default_factory=dict)

    def number(self, kind: str) -> int:
        """The next number of its kind; posts and comments are counted apart."""
        return next(self._numbers.setdefault(kind, count(1)))

    def person(self, name: str, shown: str) -> Person:
        """Somebody, made or found."""
        found = next((one for one in self.people.values() if one.name == name), None)
        if found is None:
            found = Person(self.number("person"), name, shown, self.now())
            self.people[found.id] = found
        return found

    def place(self, name: str, title: str, by: Person) -> Community:
        """A community, made or found."""
        found = next((one for one in self.communities.values() if one.name == name), None)
        if found is None:
            found = Community(self.number("community"), name, title, self.now(), by.id)
            self.communities[found.id] = found
        return found

    def let_in(self, person: Person) -> str:
        """A new token."""
        token = f"jwt-{secrets.token_urlsafe(24)}"
        self.tokens[token] = person.id
        return token

    def comment(self, by: Person, post: Said, words: str, above: Said | None) -> Said:
        """Keep a comment."""
        id = self.number("comment")
        path = f"{above.path if above else '0'}.{id}"
        said = Said(id, by, post.community, self.now(), words, post=post, path=path,
                    votes={by.id})  # fmt: skip
        self.comments[id] = said
        return said
