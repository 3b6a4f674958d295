"""Mastodon, and every server that speaks its API."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Pace, Proof, ProofKind, Rhythm, ThreadRule
from antiphon.connect.values import Parcel, PostType
from antiphon.networks.mastodon.connector import Connector
from antiphon.networks.mastodon.desk import NARROW, Journey, Pasted
from antiphon.networks.mastodon.limits import Limits
from antiphon.networks.mastodon.refusals import refusal
from antiphon.networks.mastodon.rules import OPTIONS, SPAN, adapt, allowances, level, posts
from antiphon.networks.mastodon.wire import rendered

# On which servers a repeat with the same key returns the first post. Mastodon remembers keys (docs,
# methods/statuses), but two at once made two until it began to lock them (mastodon#37879, merged
# in February 2026; #21840): so from level 10, its 4.6, on. Hollo 0.6.10: seen, one after the other.
# Not Takahē 0.11 and snac 2.94 (a second post, seen), GoToSocial (no such code, 2025-10), Pixelfed
# (another rule, docs#91).
_LOCKS_SINCE = 10


def _honours_key(facts: Mapping[str, Any]) -> bool:
    match facts.get("software"):
        case "mastodon":
            return level(facts) >= _LOCKS_SINCE
        case software:
            return software == "hollo"


def _has_files(parcel: Parcel) -> bool:
    return bool(parcel.enclosures)  # the server itself finds links, names and tags


_POSTS = posts(Limits())

NETWORK = Network(
    key="mastodon",
    name="Mastodon",
    badge="Ma",
    tint=10,
    connector=Connector,
    server="",
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in at your server",
            desk=Journey,
            scopes=NARROW,
            one_time_refresh=True,  # where there is a refresh token at all (Pixelfed)
        ),
        SignIn(
            key="token",
            name="Paste an access token",
            desk=Pasted,
            fields=(
                Field(
                    key="token",
                    name="Access token",
                    secret=True,
                    help="Preferences → Development → New application, on your server.",
                ),
            ),
        ),
    ),
    posts=_POSTS,
    thread=ThreadRule(),
    comment=_POSTS[PostType.TEXT],
    options=OPTIONS,
    # 300 calls in 5 minutes and 300 new posts in 3 hours for one account
    # (docs.joinmastodon.org/api/rate-limits, 2026-07; the headers of recorded answers).
    pace=Pace(calls=300, per=SPAN, posts=(300, timedelta(hours=3)), read=allowances),
    # A post is made within its request; how late that may be after our deadline is our own
    # judgement. The doubt may begin a minute before the deadline, so the last look comes later.
    proof=Proof(
        kind=ProofKind.LIST,
        settle=timedelta(minutes=2),
        looks=(
            timedelta(seconds=5),
            timedelta(seconds=30),
            timedelta(minutes=1, seconds=30),
            timedelta(minutes=4),
        ),
        # Keys are remembered for an hour (docs, "Idempotency-Key"); less what a request takes.
        repeat=timedelta(minutes=55),
        repeat_where=_honours_key,
    ),
    rhythm=Rhythm(per_week=7, source="our own judgement", apart=timedelta(hours=3)),
    needs_preparing=_has_files,
    refusal=refusal,
    adapt=adapt,
    rendered=rendered,
    # Visibility and the parent stay; changing a poll's choices sets its votes back (docs, 4.x).
    editable=frozenset({"text", "language", "enclosures", "poll", "options"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://docs.joinmastodon.org (July 2026)",
        "OpenAPI description of Mastodon 4.7.0 (abraham/mastodon-openapi, August 2026)",
        "Recorded answers of Mastodon 4.7.3 (Mastodon.py 2.3.3)",
        "Our own runs against Takahē 0.11, snac 2.94 and Hollo 0.6.10 (21 November 2026)",
    ),
)
