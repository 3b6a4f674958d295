"""Nostr: keys instead of accounts, and relays that keep what keys have signed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    Pace,
    PollRule,
    PostRule,
    Proof,
    ProofKind,
    Rhythm,
    TextRule,
    ThreadRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import octets
from antiphon.networks.nostr.connector import Connector
from antiphon.networks.nostr.desk import KeyDesk
from antiphon.networks.nostr.events import needs_preparing
from antiphon.networks.nostr.refusals import refusal

# The protocol names no limit. Of two relays that we ran, one takes events of 4,096 bytes as it
# comes, the other of 65,536 (seen, 2026-11-21); tags and addresses of files need room besides.
TEXT = TextRule(measures=(Measure(limit=2_500, count=octets, unit="bytes"),))
LONG = TextRule(measures=(Measure(limit=50_000, count=octets, unit="bytes"),))
ROOM = 1_500
"""Bytes of an event for everything but its text; our own judgement."""
# Limits of files are the media server's own; no specification names any. 20 MB and 100 MB are our
# own judgement, not verified.
_IMAGE = FileRule(
    mimes=("image/jpeg", "image/png", "image/webp", "image/gif"), max_bytes=20_000_000
)
_GIF = FileRule(mimes=("image/gif", "video/mp4"), max_bytes=20_000_000)
_VIDEO = FileRule(mimes=("video/mp4", "video/webm"), max_bytes=100_000_000)
ALT = 500
"""`imeta` names no limit; an event of 4,096 bytes holds four of these (our own judgement)."""


def _media(most: int, **files: FileRule) -> MediaRule:
    kinds = {Kind(name): rule for name, rule in files.items()}
    return MediaRule(files=kinds, most=most, least=1, alt_text=ALT)


_POLL = PollRule(
    choices=(2, 10),  # NIP-88 names no limit; ten fit into an event of 4,096 bytes
    choice=Measure(limit=100),
    closes_after=(timedelta(minutes=5), timedelta(days=365)),
    multiple=True,
)


def at(network: Network, facts: Mapping[str, Any]) -> Network:
    """What the first relay announces (NIP-11), and no files where there is nowhere to put them."""
    posts = dict(network.posts)
    most = [facts["max_content"]] if isinstance(facts.get("max_content"), int) else []
    if isinstance(facts.get("max_message"), int):
        most.append(facts["max_message"] - ROOM)
    if most:
        posts = {type: _within(rule, max(140, min(most))) for type, rule in posts.items()}
    if facts.get("media") == "":
        posts = {type: replace(rule, media=None) for type, rule in posts.items()
                 if not (rule.media and rule.media.least)}  # fmt: skip
    comment = replace(posts[PostType.TEXT], needs_text=True)
    return replace(network, posts=posts, comment=comment)


def _within(rule: PostRule, most: int) -> PostRule:
    (measure,) = rule.text.measures
    limit = min(measure.limit, most)
    return replace(rule, text=TextRule(measures=(replace(measure, limit=limit),)))


NETWORK = Network(
    key="nostr",
    name="Nostr",
    badge="No",
    tint=10,
    connector=Connector,
    server="",
    sign_ins=(
        SignIn(
            key="key",
            name="Private key",
            desk=KeyDesk,
            fields=(
                Field(
                    key="key",
                    name="Private key",
                    secret=True,
                    help="nsec1… or 64 hex digits. It is the account itself: kept sealed here, "
                    "used to sign, sent nowhere.",
                ),
                Field(
                    key="relays",
                    name="More relays",
                    optional=True,
                    help="Besides the server and those that the account itself lists.",
                ),
                Field(
                    key="media",
                    name="Media server",
                    optional=True,
                    help="A Blossom server for pictures and videos, where the account lists none.",
                ),
            ),
        ),
    ),
    posts={
        PostType.TEXT: PostRule(text=TEXT, labels=True),
        PostType.LINK: PostRule(text=TEXT, labels=True),
        PostType.IMAGES: PostRule(text=TEXT, labels=True, media=_media(4, image=_IMAGE)),
        PostType.GIF: PostRule(text=TEXT, labels=True, media=_media(1, gif=_GIF)),
        PostType.VIDEO: PostRule(text=TEXT, labels=True, media=_media(1, video=_VIDEO)),
        PostType.REEL: PostRule(
            text=TEXT, labels=True, media=_media(1, video=_VIDEO), title=Measure(limit=100)
        ),
        PostType.POLL: PostRule(text=TEXT, labels=True, poll=_POLL, needs_text=True),
        PostType.ARTICLE: PostRule(
            text=LONG,
            labels=True,
            needs_title=True,
            needs_text=True,
            title=Measure(limit=200),  # our own judgement
            media=replace(_media(10, image=_IMAGE), least=0),
        ),
    },
    thread=ThreadRule(most=25),  # no limit is named; 25 is our own judgement
    comment=PostRule(text=TEXT, labels=True, needs_text=True),
    options=(
        Option(
            key="content_warning",
            name="Content warning",
            kind=OptionKind.TEXT,
            most=100,
            help="Why somebody may not want to see it; apps hide it until asked (NIP-36).",
        ),
    ),
    # Relays name no common limit of calls; 120 conversations a minute is our own judgement.
    pace=Pace(calls=120, per=timedelta(minutes=1), in_flight=12),
    proof=Proof(
        # The id is a hash over what is said, and a relay that has it says “duplicate” (seen with
        # nostr-relay 1.14 and the relay of nostr-sdk 0.45.1).
        kind=ProofKind.PERMANENT_ID,
        settle=timedelta(minutes=1),  # a relay answers when it has stored it; our own judgement
        looks=(timedelta(seconds=2), timedelta(seconds=20), timedelta(seconds=90)),
        repeat=timedelta(days=36_500),
    ),
    rhythm=Rhythm(per_week=7, source="Our own judgement: once a day; the network names no figure."),
    refusal=refusal,
    adapt=at,
    needs_preparing=needs_preparing,
    checked=date(2026, 11, 28),
    sources=(
        "https://github.com/nostr-protocol/nips (db5fe3d)",
        "https://github.com/hzrd149/blossom (ef3c79e)",
        "Our own recordings of nostr-relay 1.14 and nostr-sdk 0.45.1, 2026-11-21",
    ),
)
