"""What networks will show of a link: its title, what it is about, its picture."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache

from antiphon.connect.errors import NetworkError
from antiphon.connect.transport.guard import NotPublicError
from antiphon.kernel.problem import Problem, Weight
from antiphon.people.models import Workspace
from antiphon.plan import links
from antiphon.tailor.preview.pages import ABOUTS, PICTURES, SITES, TITLES, Head
from antiphon.work.office import office

MOST_READ = 512 * 1024
SECONDS = 6.0
KEPT, KEPT_FAILURE = 86_400, 300
"""Seconds: a page for a day, a failure only as long as a writer types on."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a page says of itself; empty where it says nothing."""

    url: str
    title: str = ""
    about: str = ""
    picture: str = ""
    """The address of its picture, on the web of others: never shown without being fetched."""
    site: str = ""
    problem: dict[str, Any] = field(default_factory=dict)
    """Why there is no card, as a warning; a network may fare better."""


def card(workspace: Workspace, url: str) -> Card:
    """The card of a link, read through the guarded client at most once a day for a workspace."""
    if found := next(links.problems(url, private=settings.ALLOW_PRIVATE_NETWORKS), None):
        return Card(url[: links.LONGEST], problem=found.told())
    key = f"card:{workspace.pk}:{hashlib.sha256(url.encode()).hexdigest()}"
    if kept := cache.get(key):
        return Card(**kept)
    read = _read(url)
    cache.set(key, asdict(read), KEPT_FAILURE if read.problem else KEPT)
    return read


def _read(url: str) -> Card:
    pieces: list[bytes] = []
    where = url
    try:
        answer = office().download(url, pieces.append, limit=MOST_READ, seconds=SECONDS)
        where = answer.url
        if not answer.ok:
            say = f"The page cannot be read: its server says {answer.status}."
            return _without(url, "not_found", say)
    except NotPublicError:
        return _without(url, "not_public", "That address is not public: nobody could open it.")
    except NetworkError:
        # A page may be larger than what we read of it; its head comes first.
        if sum(map(len, pieces)) < MOST_READ // 2:
            return _without(url, "not_reached", "The page cannot be read now.")
    return _card(url, where, Head(b"".join(pieces)))


def _card(url: str, where: str, head: Head) -> Card:
    return Card(
        url=url,
        title=head.first(TITLES, 300),
        about=head.first(ABOUTS, 500),
        picture=_picture(where, head.first(PICTURES, links.LONGEST)),
        site=head.first(SITES, 120) or urlsplit(url).hostname or "",
    )


def _picture(where: str, told: str) -> str:
    """The whole address of the picture, if anybody may be sent there."""
    try:
        whole = urljoin(where, told) if told else ""
    except ValueError:
        return ""
    wrong = next(links.problems(whole, private=settings.ALLOW_PRIVATE_NETWORKS), None)
    return "" if wrong else whole


def _without(url: str, rule: str, say: str) -> Card:
    problem = Problem(field="link", rule=rule, say=say, weight=Weight.WARNS)
    return Card(url, site=urlsplit(url).hostname or "", problem=problem.told())
