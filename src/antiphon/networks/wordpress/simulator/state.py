"""What a simulated installation holds: users, and sites below one address."""

import hashlib
import itertools
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from antiphon.connect.values import Metric

KEPT_BYTES = 1_000_000
"""Larger files are hashed and forgotten."""
_AUTHOR = frozenset({"edit_posts", "publish_posts", "edit_published_posts",
                     "delete_published_posts", "upload_files", "read"})  # fmt: skip
_EDITOR = _AUTHOR | {"edit_others_posts", "manage_categories", "moderate_comments",
                     "unfiltered_html"}  # fmt: skip
ROLES: dict[str, frozenset[str]] = {
    "administrator": _EDITOR | {"manage_options"},
    "editor": _EDITOR,
    "author": _AUTHOR,
    "contributor": frozenset({"edit_posts", "read"}),
    "subscriber": frozenset({"read"}),
}
"""Rights that count here, by role (wordpress.org, Roles and Capabilities, 2026-11-21)."""


@dataclass
class User:
    """Somebody who may write."""

    id: int
    login: str
    name: str
    role: str
    passwords: dict[str, str] = field(default_factory=dict)
    """Application password to its uuid."""
    commented_at: datetime | None = None

    def may(self, right: str) -> bool:
        """Whether the role has that right."""
        return right in ROLES[self.role]

    def new_password(self) -> str:
        """An application password, as the site shows it."""
        letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        bare = "".join(secrets.choice(letters) for _ in range(24))
        self.passwords[bare] = str(uuid4())
        return " ".join(bare[at : at + 4] for at in range(0, 24, 4))


@dataclass
class Post:
    """A post, in any state."""

    id: int
    author: User
    at: datetime
    modified: datetime
    slug: str = ""
    status: str = "draft"
    title: str = ""
    content: str = ""
    excerpt: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    """Terms, format and the other fields that are only kept."""
    counts: dict[Metric, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Media:
    """A file of the media library; its bytes only when they are few."""

    id: int
    author: User
    at: datetime
    slug: str
    name: str
    mime: str
    size: int
    digest: str
    content: bytes
    alt: str = ""


@dataclass
class Comment:
    """A comment, by a user or by a guest."""

    id: int
    post: int
    parent: int
    author: int
    author_name: str
    at: datetime
    content: str
    status: str = "approved"


class Site:
    """One site of the installation, with its own address."""

    def __init__(self, path: str, name: str, ids: Iterator[int]) -> None:
        self.path, self.name, self._ids = path, name, ids
        self.posts: dict[int, Post] = {}
        self.media: dict[int, Media] = {}
        self.comments: dict[int, Comment] = {}
        self.under: dict[int, list[Comment]] = defaultdict(list)
        self.terms: dict[str, dict[int, str]] = {"categories": {1: "Uncategorized"}, "tags": {}}
        self.slugs: dict[str, int] = {}
        """Address word to the post or file that has it; one list for both, as there."""

    def next_id(self) -> int:
        """The next number of the installation."""
        return next(self._ids)

    def take_slug(self, wanted: str, owner: int) -> str:
        """The address word, or the first free one with a number (wp_unique_post_slug)."""
        given = wanted
        for number in itertools.count(2):
            if self.slugs.get(given, owner) == owner:
                break
            given = f"{wanted}-{number}"
        self.slugs[given] = owner
        return given

    def trash(self, post: Post, at: datetime) -> None:
        """Put it away and free its address word (wp_add_trashed_suffix_to_post_name_for_post)."""
        self.slugs.pop(post.slug, None)
        post.slug, post.status, post.modified = f"{post.slug}__trashed", "trash", at
        self.slugs[post.slug] = post.id

    def forget(self, post: Post) -> None:
        """Delete it for good."""
        self.slugs.pop(post.slug, None)
        self.posts.pop(post.id, None)

    def add_media(self, author: User, at: datetime, name: str, mime: str, content: bytes) -> Media:
        """Keep a file."""
        id, stem = self.next_id(), name.rsplit(".", 1)[0]
        kept = content if len(content) <= KEPT_BYTES else b""
        digest = hashlib.sha256(content).hexdigest()
        slug = self.take_slug(stem.lower(), id)
        self.media[id] = Media(id, author, at, slug, name, mime, len(content), digest, kept)
        return self.media[id]

    def add_comment(self, comment: Comment) -> Comment:
        """Keep a comment."""
        self.comments[comment.id] = comment
        self.under[comment.post].append(comment)
        return comment

    def term(self, taxonomy: str, name: str) -> int | None:
        """The id of a term, whatever the case of its letters."""
        return next((i for i, n in self.terms[taxonomy].items() if n.lower() == name.lower()), None)


class Installation:
    """All sites and all users."""

    def __init__(self) -> None:
        self._ids = itertools.count(10)
        self.users: dict[str, User] = {}
        self.sites: dict[str, Site] = {}
        self.add_site("", "Sandbox")

    def add_site(self, path: str, name: str) -> Site:
        """The site below that path, made where it is new."""
        return self.sites.setdefault(path, Site(path, name, self._ids))

    def add_user(self, login: str, name: str, role: str) -> User:
        """The user of that name, made where it is new."""
        return self.users.setdefault(login, User(len(self.users) + 1, login, name, role))

    def user_of(self, login: str, password: str) -> User | None:
        """Who proves to be that user; spaces in the password do not count."""
        user = self.users.get(login)
        return user if user and "".join(password.split()) in user.passwords else None

    def user_by_id(self, id: str) -> User | None:
        """The user with that number."""
        return next((user for user in self.users.values() if str(user.id) == id), None)
