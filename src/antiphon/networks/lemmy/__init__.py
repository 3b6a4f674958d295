"""Lemmy and PieFed: communities that read, vote and answer, on servers that talk to each other."""

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
    PostRule,
    Proof,
    ProofKind,
    Rhythm,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.networks.lemmy.connector import Connector
from antiphon.networks.lemmy.desk import PasswordDesk
from antiphon.networks.lemmy.refusals import refusal
from antiphon.networks.lemmy.wire import missing

# 10,000 characters in 0.19 (facts of 2026-11-21, not verified; newer ones are said to take 50,000).
TEXT = TextRule(measures=(Measure(limit=10_000),))
# 3 to 200 characters (Lemmy; not verified for PieFed). A title that is too short is refused there.
TITLE = Measure(limit=200)
# 1,500 characters (types of 0.19). The size of pictures is the server's; 10 MB is our judgement.
_IMAGE = FileRule(
    mimes=("image/jpeg", "image/png", "image/webp", "image/gif"), max_bytes=10_000_000
)
_MEDIA = MediaRule(files={Kind.IMAGE: _IMAGE, Kind.GIF: _IMAGE}, most=10, least=1, alt_text=1_500)
PAUSE = timedelta(minutes=1)


def at(network: Network, facts: Mapping[str, Any]) -> Network:
    """How often one may post, as the server says it of itself (`local_site_rate_limit`)."""
    told = facts.get("posts")
    if not isinstance(told, list | tuple) or len(told) != 2 or not all(told):
        return network
    posts = (int(told[0]), timedelta(seconds=int(told[1])))
    return replace(network, pace=replace(network.pace, posts=posts))


NETWORK = Network(
    key="lemmy",
    name="Lemmy",
    badge="Ly",
    tint=4,
    connector=Connector,
    server="",
    sign_ins=(
        SignIn(
            key="password",
            name="Name and password",
            desk=PasswordDesk,
            fields=(
                Field(key="user", name="User name"),
                Field(
                    key="password",
                    name="Password",
                    secret=True,
                    help="Used once to sign in, and not kept.",
                ),
                Field(
                    key="code",
                    name="Code of the second factor",
                    secret=True,
                    optional=True,
                    help="Six digits, where the account has one.",
                ),
                Field(
                    key="community",
                    name="Communities",
                    optional=True,
                    help="Like !news@example.org. Without any, all that the account follows.",
                ),
            ),
        ),
    ),
    posts={
        PostType.TEXT: PostRule(text=TEXT, title=TITLE, needs_title=True),
        PostType.LINK: PostRule(text=TEXT, title=TITLE, needs_title=True, link=True),
        PostType.IMAGES: PostRule(text=TEXT, title=TITLE, needs_title=True, media=_MEDIA),
        PostType.GIF: PostRule(
            text=TEXT, title=TITLE, needs_title=True, media=replace(_MEDIA, most=1)
        ),
    },
    comment=PostRule(text=TEXT, needs_text=True),
    options=(
        Option(
            key="nsfw",
            name="Not safe for work",
            kind=OptionKind.SWITCH,
            default=False,
            help="Hides pictures until they are opened, and the post from some readers.",
        ),
    ),
    pace=Pace(
        calls=60,  # our own judgement: servers count each kind of action apart, reading freely
        per=timedelta(minutes=1),
        in_flight=4,
        pause=PAUSE,
        # The usual six in ten minutes for each address of ours (not verified; see `at`).
        posts=(6, timedelta(minutes=10)),
    ),
    proof=Proof(
        # An equal post is taken a second time (seen, PieFed 1.6.18), so we look for ours among the
        # newest of its community; the list is read from the database without lag (seen).
        kind=ProofKind.LIST,
        settle=timedelta(minutes=2),  # our own judgement: a post waits for its link to be fetched
        looks=(
            timedelta(seconds=5),
            timedelta(seconds=30),
            timedelta(minutes=1),
            timedelta(minutes=3),
        ),
    ),
    rhythm=Rhythm(
        per_week=2,
        source="Our own judgement: communities read what serves them, and leave who advertises.",
        apart=timedelta(hours=24),
    ),
    refusal=refusal,
    adapt=at,
    needs_preparing=missing,
    editable=frozenset({"title", "text", "link", "enclosures", "language", "options"}),
    checked=date(2026, 11, 28),
    sources=(
        "https://github.com/LemmyNet/lemmy-js-client (0.19.9 and 0d795f1)",
        "https://github.com/LemmyNet/lemmy-docs (64981a2)",
        "https://github.com/MV-GH/lemmy_openapi_spec (a4120d1, Lemmy 0.19.11)",
        "Our own recordings of PieFed 1.6.18, 2026-11-21",
    ),
)
