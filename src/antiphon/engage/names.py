"""Whom a text can mention: people whom we heard, and those whom the network itself knows."""

import hashlib
from dataclasses import asdict, dataclass

from django.core.cache import cache

from antiphon.channels import queries as channels
from antiphon.channels import safe
from antiphon.channels.states import State
from antiphon.connect.abilities import Finds
from antiphon.connect.errors import NetworkError
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account
from antiphon.engage.models import Message
from antiphon.kernel.text import unprintable
from antiphon.people.models import Workspace
from antiphon.work.office import office

MOST = 10
LATEST = 2_000
"""So many of the last messages are looked through for names."""
SHORTEST, LONGEST = 2, 100
"""Letters from which the network is asked."""
SECONDS = 3.0
KEPT, KEPT_FAILURE = 3_600, 60


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody whom a text can name."""

    handle: str
    name: str = ""
    url: str = ""
    was_heard: bool = False
    """Whether they wrote to us."""


def known_names(workspace: Workspace, network: str, prefix: str) -> list[Name]:
    """Names on a network that begin like this: those who wrote to us first, then its own answer."""
    begin = prefix.strip().lstrip("@")[:LONGEST]
    if unprintable(begin) is not None:
        return []
    found = {one.handle.casefold(): one for one in _heard(workspace, network, begin)}
    if len(found) < MOST and len(begin) >= SHORTEST:
        for one in _asked(workspace, network, begin):
            found.setdefault(one.handle.casefold(), one)
    return list(found.values())[:MOST]


def _heard(workspace: Workspace, network: str, begin: str) -> list[Name]:
    mine = Message.objects.filter(workspace=workspace, channel__network=network).exclude(author="")
    authors = mine.order_by("-at").values_list("author", flat=True)[:LATEST]
    told = dict.fromkeys(author.lstrip("@") for author in authors)
    wanted = begin.casefold()
    return [Name(one, was_heard=True) for one in told if one.casefold().startswith(wanted)][:MOST]


def _asked(workspace: Workspace, network: str, begin: str) -> list[Name]:
    """What the network answers, at most once an hour for the same letters."""
    digest = hashlib.sha256(begin.casefold().encode()).hexdigest()
    key = f"names:{workspace.pk}:{network}:{digest}"
    kept = cache.get(key)
    if kept is None:
        found = _look_up(workspace, network, begin)
        kept = [asdict(one) for one in found or []]
        cache.set(key, kept, KEPT_FAILURE if found is None else KEPT)
    return [Name(**one) for one in kept]


def _look_up(workspace: Workspace, network: str, begin: str) -> list[Name] | None:
    """Ask through the first channel that may speak; None where nobody answered."""
    rows = channels.channels(workspace).filter(network=network, state=State.CONNECTED)
    channel = rows.first()
    if channel is None or not find_network(network).can(Finds):
        return []
    try:
        found: list[Account] = office().ask(
            safe.address_of(channel), lambda one: one.names(begin, MOST), seconds=SECONDS
        )
    except (NetworkError, TimeoutError):
        return None
    return [Name(one.handle, one.name, one.url) for one in found]
