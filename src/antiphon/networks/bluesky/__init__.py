"""Bluesky, and every server that speaks the AT Protocol."""

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
    ThreadRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import octets
from antiphon.networks.bluesky import wire
from antiphon.networks.bluesky.client import SCOPES
from antiphon.networks.bluesky.connector import Connector
from antiphon.networks.bluesky.desk import AppPasswordDesk
from antiphon.networks.bluesky.identity import ENTRYWAY
from antiphon.networks.bluesky.journey import OAuthDesk
from antiphon.networks.bluesky.refusals import refusal
from antiphon.networks.bluesky.uploads import missing

# Both limits of lexicon app.bsky.feed.post (@d6296a1, 2026-08-20), and both seen refused.
TEXT = TextRule(
    measures=(
        Measure(limit=300),
        Measure(limit=3_000, count=octets, unit="bytes", rule="too_many_bytes"),
    )
)
# Lexicon app.bsky.embed.images: 2,000,000 bytes, four at most; 1,200,004 bytes were seen accepted.
IMAGE = FileRule(mimes=("image/jpeg", "image/png", "image/webp"), max_bytes=2_000_000)
# Lexicon app.bsky.embed.video: 300,000,000 bytes. Three minutes: the video service's older limit;
# ten are told of in 2026 and not verified.
VIDEO = FileRule(mimes=("video/mp4",), max_bytes=300_000_000, max_seconds=180)
# A GIF would stand still (facts of 2026-11-21), so it goes as a video that repeats.
GIF = replace(VIDEO, max_seconds=60)
ALT = 2_000
"""The lexicon names no limit; the network's own app stops here (not verified)."""
IMAGES = MediaRule(files={Kind.IMAGE: IMAGE}, most=4, least=1, alt_text=ALT)


def at(network: Network, facts: Mapping[str, Any]) -> Network:
    """The limits of one server: `blobUploadLimit` of its own description (seen: 5 MiB)."""
    most = facts.get("blob_limit")
    if not isinstance(most, int) or most <= 0:
        return network
    posts = {type: _within(rule, most, facts) for type, rule in network.posts.items()}
    return replace(network, posts=posts)


def _within(rule: PostRule, most: int, facts: Mapping[str, Any]) -> PostRule:
    if rule.media is None:
        return rule
    files = {
        # The video service brings its own, smaller file to the server, so its own limit counts.
        kind: file if facts.get("video") and kind is not Kind.IMAGE
        else replace(file, max_bytes=min(file.max_bytes, most))
        for kind, file in rule.media.files.items()
    }  # fmt: skip
    return replace(rule, media=replace(rule.media, files=files))


NETWORK = Network(
    key="bluesky",
    name="Bluesky",
    badge="Bs",
    tint=8,
    connector=Connector,
    server=ENTRYWAY,
    hosts=("bsky.social",),
    sign_ins=(
        SignIn(
            key="app_password",
            name="App password",
            desk=AppPasswordDesk,
            fields=(
                Field(key="handle", name="Handle", help="In full, like name.bsky.social."),
                Field(
                    key="app_password",
                    name="App password",
                    secret=True,
                    help="Made in the account's settings, under privacy and security.",
                ),
            ),
            refresh_before=timedelta(minutes=10),
        ),
        SignIn(
            key="oauth",
            name="Sign in at your server",
            desk=OAuthDesk,
            fields=(
                Field(
                    key="handle",
                    name="Handle",
                    optional=True,
                    help="In full, like name.bsky.social; it leads to the account's own server.",
                ),
            ),
            scopes=SCOPES,
            one_time_refresh=True,  # replaying an old one kills the session (seen)
            refresh_before=timedelta(minutes=10),
        ),
    ),
    posts={
        PostType.TEXT: PostRule(text=TEXT, link=True),
        PostType.LINK: PostRule(text=TEXT, link=True),
        PostType.IMAGES: PostRule(text=TEXT, media=IMAGES),
        PostType.VIDEO: PostRule(
            text=TEXT,
            media=MediaRule(files={Kind.VIDEO: VIDEO}, most=1, least=1, alt_text=ALT),
        ),
        PostType.GIF: PostRule(
            text=TEXT,
            media=MediaRule(files={Kind.GIF: GIF}, most=1, least=1, alt_text=ALT),
        ),
    },
    thread=ThreadRule(most=25),  # no limit is named; 25 is our own judgement
    comment=PostRule(text=TEXT, media=replace(IMAGES, least=0), link=True),
    options=(
        Option(
            key="replies",
            name="Who can reply",
            kind=OptionKind.CHOICE,
            choices=(
                ("everybody", "Everybody"),
                ("followers", "Your followers"),
                ("following", "People you follow"),
                ("mentioned", "People you mention"),
                ("nobody", "Nobody"),
            ),
            default="everybody",
        ),
        Option(
            key="quotes",
            name="Who can quote",
            kind=OptionKind.CHOICE,
            choices=(("everybody", "Everybody"), ("nobody", "Nobody")),
            default="everybody",
        ),
        # Values that an account may put on itself (lexicon com.atproto.label.defs, bsky-docs).
        Option(
            key="content_warning",
            name="Content warning",
            kind=OptionKind.CHOICE,
            choices=(
                ("", "None"),
                ("graphic-media", "Graphic media"),
                ("sexual", "Suggestive"),
                ("nudity", "Nudity"),
                ("porn", "Adult"),
            ),
            default="",
        ),
    ),
    pace=Pace(
        calls=3_000,  # in five minutes for each address of ours (bsky-docs; header seen)
        per=timedelta(minutes=5),
        # 5,000 points an hour for each account, a record put costs 3 as a new one (bsky-docs).
        posts=(1_666, timedelta(hours=1)),
        read=wire.allowances,
    ),
    proof=Proof(
        # We choose the record's key; putting the same record twice is answered alike and changes
        # nothing, another one in its place is refused (seen, @atproto/pds 0.5.35).
        kind=ProofKind.PERMANENT_ID,
        settle=timedelta(minutes=1),  # the server writes while we wait; a minute is our judgement
        looks=(timedelta(seconds=2), timedelta(seconds=20), timedelta(seconds=90)),
        repeat=timedelta(days=36_500),
    ),
    rhythm=Rhythm(per_week=7, source="Our own judgement: once a day; the network names no figure."),
    refusal=refusal,
    adapt=at,
    needs_preparing=missing,
    editable=frozenset({"text", "language", "labels", "enclosures", "link"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://github.com/bluesky-social/atproto (lexicons, d6296a1)",
        "https://docs.bsky.app (bsky-docs, 390c1e9)",
        "https://atproto.com/specs (atproto-website, ab7b07d)",
        "Our own recordings of @atproto/pds 0.5.35 and @atproto/bsky 0.0.280, 2026-11-21",
    ),
)
