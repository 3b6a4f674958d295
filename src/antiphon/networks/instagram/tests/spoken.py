"""Everything that the connector and its desks can do, done once; and what of it passed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Parcel, PostType, Receipt
from antiphon.networks.instagram.tests.conftest import Network, comment, parcel, react

PATH = re.compile(
    r"(?:/-/graph\.(?P<host>facebook)\.com)?/(?:v26\.0/)?(?P<id>\w+)(?:/(?P<edge>\w+))?"
)
PEOPLE = {"accounts": "Person", "permissions": "Person", "businesses": "Person",
          "owned_pages": "Business", "client_pages": "Business"}  # fmt: skip
TOKENS = {"access_token": "AccessToken", "refresh_access_token": "RefreshAccessToken"}
WITHOUT = ("ig-api-upload", "oauth")
"""Paths of which there is no machine-readable specification: bytes, consent and codes."""

CHOSEN = {"people": ["ann 0.2 0.3"], "collaborators": ["bo"], "made_by_ai": True}
REEL = {"in_feed": True, "cover_at": 500, "sound": "Rain", "trial": "MANUAL", **CHOSEN}


def speak(ig: Network, folder: Path, login: str) -> None:
    """Publish everything, look at it, count it, hear of it, take it back."""
    us = ig.account(login=login)
    place = {"place": "77"} if login == "facebook" else {}
    sent = [
        parcel(ig.picture(folder, "A cup"), options={**CHOSEN, **place}),
        parcel(ig.picture(folder, "One"), ig.film(folder), options={**CHOSEN, **place}),
        parcel(ig.film(folder), options={**REEL, **place}),
        parcel(ig.picture(folder), type=PostType.STORY, text="", options={"people": ["ann"]}),
        parcel(ig.film(folder), type=PostType.STORY, text=""),
    ]
    for one in sent:
        receipt = _live(ig, us, one)
        said = react(ig, us, receipt.id, ReactionKind.REPLY, "Hm?")
        for viewer in range(5):
            ig.simulator.world.posts[receipt.id].viewers.add(str(viewer))
        ig.send(Verb.LOOK, us, comment(receipt, text="?"))
        first = _live(ig, us, comment(receipt, text="More: https://example.org"))
        _live(ig, us, comment(receipt, below=said, text="Yes."))
        ig.ask(us, lambda connector, post=receipt.id: connector.count([post, us.id]))
        ig.ask(us, lambda connector, post=receipt.id: connector.answers([post], ""))
        if login == "facebook":
            ig.send(Verb.WITHDRAW, us, receipt=first)
            ig.send(Verb.WITHDRAW, us, receipt=receipt)
    ig.ask(us, lambda connector: connector.whoami())


def _live(ig: Network, us: Any, sent: Parcel) -> Receipt:
    """Its whole life, as far as the connector has one for it."""
    if sent.enclosures:
        sent = ig.prepare(us, sent)
    receipt = ig.send(Verb.PUBLISH, us, sent)
    assert isinstance(receipt, Receipt), receipt
    ig.clock += timedelta(seconds=5)
    assert isinstance(ig.send(Verb.LOOK, us, replace(sent, since=None)), Receipt)
    if not sent.root:
        ig.send(Verb.CHECK, us, receipt=receipt)
    ig.send(Verb.READ, us, receipt=receipt)
    return receipt


def calls(ig: Network) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Each call of which there is a specification: the call, the kind of node, the edge."""
    for call in ig.line.calls:
        path = call["path"].removeprefix("/instagram")
        found = PATH.fullmatch(path)
        if found is None or any(one in path for one in WITHOUT):
            continue
        id, edge = found["id"], found["edge"] or ""
        if id in TOKENS:
            yield call, TOKENS[id], ""
        else:
            yield call, kind_of(ig, id, edge, by_facebook=bool(found["host"])), edge


def kind_of(ig: Network, id: str, edge: str, *, by_facebook: bool) -> str:
    """What Meta calls the node that has this id."""
    world = ig.simulator.world
    if edge in PEOPLE:
        return PEOPLE[edge]
    if id == "me" or id in world.accounts:
        return "User" if not by_facebook else "Page" if id == "me" else "IGUser"
    if id in world.containers:
        return "ShadowIGMediaBuilder"
    post = next(one for one in world.order if one.id == id)
    if post.parent is not None:
        return "IGComment"
    return "IGMedia" if by_facebook else "Media"
