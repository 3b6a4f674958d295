"""The rules of the network, as data."""

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
from antiphon.networks.ghost.connector import Connector
from antiphon.networks.ghost.desk import KeyDesk
from antiphon.networks.ghost.page import rendered
from antiphon.networks.ghost.refusals import refusal
from antiphon.networks.ghost.wire import lacks

# The software itself knows no limit of size (core/shared/config/overrides.json, 6.65.0, read
# 2026-11-28); web servers and hosts do. These are our own judgement. Unverified: hosted plans.
_PICTURE = 20 * 1024 * 1024
_CLIP = 200 * 1024 * 1024
_IMAGES: Mapping[Kind, FileRule] = {
    Kind.IMAGE: FileRule(
        mimes=("image/jpeg", "image/png", "image/webp", "image/gif"), max_bytes=_PICTURE
    ),
    Kind.GIF: FileRule(mimes=("image/gif",), max_bytes=_PICTURE),
}
_VIDEO = {Kind.VIDEO: FileRule(mimes=("video/mp4", "video/webm"), max_bytes=_CLIP)}
_FILES = {Kind.DOCUMENT: FileRule(mimes=("application/pdf",), max_bytes=_CLIP)}
# `lexical` holds 1,000,000,000 characters (posts.json of the API's schemas); ours to judge.
_TEXT = TextRule(measures=(Measure(limit=500_000),))
# The editor's own limit; the API's schema allows 2,000 (posts.json, 6.65.0, 2026-11-21).
_TITLE = Measure(limit=255)


def _rule(files: Mapping[Kind, FileRule], *, least: int = 0) -> PostRule:
    """A post with a title, whatever it shows."""
    media = MediaRule(files=files, most=20, least=least, alt_text=2_000)  # our own judgement
    return PostRule(text=_TEXT, title=_TITLE, needs_title=True, labels=True, media=media)


_POSTS = {
    PostType.ARTICLE: _rule(_IMAGES),
    PostType.VIDEO: _rule({**_VIDEO, **_IMAGES}, least=1),
    PostType.DOCUMENT: _rule({**_FILES, **_IMAGES}, least=1),
}
_SEEN_BY = (("public", "Everybody"), ("members", "All members"), ("paid", "Paying members"))
_OPTIONS = (
    Option(
        key="visibility",
        name="Who can read it",
        kind=OptionKind.CHOICE,
        choices=_SEEN_BY,
        help="Without a choice the site's own setting counts.",
    ),
    Option(
        key="newsletter",
        name="Send as newsletter",
        kind=OptionKind.CHOICE,
        choices=(("", "Send no mail"),),
        default="",
        help="Mail is sent once and cannot be taken back.",
    ),
    Option(
        key="send_to",
        name="Who gets the newsletter",
        kind=OptionKind.CHOICE,
        choices=(
            ("all", "All subscribers"),
            ("status:free", "Free ones"),
            ("status:-free", "Paying ones"),
        ),
        default="all",
    ),
    # posts.json of the API's schemas, 6.65.0: 300, 300 and 2,000 characters.
    Option(key="email_subject", name="Subject of the mail", kind=OptionKind.TEXT, most=300),
    Option(key="excerpt", name="Excerpt", kind=OptionKind.TEXT, most=300),
    Option(
        key="canonical_url",
        name="Original address",
        kind=OptionKind.TEXT,
        most=2_000,
        help="Where the post stood first, for search engines.",
    ),
    Option(key="featured", name="Featured", kind=OptionKind.SWITCH, default=False),
    Option(
        key="feature_image",
        name="First picture stands above the post",
        kind=OptionKind.SWITCH,
        default=True,
        help="A picture with an alternative text of more than 191 characters stays inside.",
    ),
    Option(
        key="page",
        name="Publish as a page",
        kind=OptionKind.SWITCH,
        default=False,
        help="Pages stand apart from the list of posts and are not sent as mail.",
    ),
)


def _adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """With the newsletters and tiers of one site to choose from."""
    letters = tuple((slug, name) for slug, name in facts.get("newsletters") or ())
    tiers = tuple((f"tier:{id}", f"Tier {name}") for id, name in facts.get("tiers") or ())
    more = {"newsletter": (("", "Send no mail"), *letters), "visibility": (*_SEEN_BY, *tiers)}
    options = tuple(
        replace(option, choices=more.get(option.key, option.choices)) for option in network.options
    )
    return replace(network, options=options)


_KEY = Field(
    key="token",
    name="Admin API key",
    secret=True,
    help="Made at the site under Settings → Integrations → Add custom integration.",
)
GHOST = Network(
    key="ghost",
    name="Ghost",
    badge="Gh",
    tint=9,
    connector=Connector,
    server="",
    sign_ins=(SignIn(key="admin_key", name="Admin API key", desk=KeyDesk, fields=(_KEY,)),),
    posts=_POSTS,
    options=_OPTIONS,
    # The interface has no limit of calls (facts of 2026-11-21); two at once is our own judgement.
    pace=Pace(calls=300, per=timedelta(minutes=1), in_flight=2, pause=timedelta(minutes=2)),
    proof=Proof(
        # A draft exists before the effect, by an address word that only the parcel can have; its
        # state says whether it was published.
        kind=ProofKind.HANDLE,
        # One process answers and writes to its database at once; two minutes is our own judgement.
        settle=timedelta(minutes=2),
        looks=(timedelta(seconds=5), timedelta(seconds=45), timedelta(minutes=3)),
    ),
    rhythm=Rhythm(per_week=2, source="our own judgement", apart=timedelta(hours=24)),
    refusal=refusal,
    needs_preparing=lacks,
    adapt=_adapt,
    rendered=rendered,
    editable=frozenset({"title", "text", "enclosures", "link", "labels", "options"}),
    checked=date(2026, 11, 28),
    sources=(
        "https://docs.ghost.org/admin-api",
        "The npm package ghost 6.65.0: read, and run on loopback",
    ),
)
