"""LinkedIn: posts of members and of pages (Posts API, Community Management)."""

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
    TargetingRule,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import utf16
from antiphon.networks.linkedin.connector import Connector
from antiphon.networks.linkedin.desk import COMMUNITY, SELF_SERVE, OAuthDesk, TokenDesk
from antiphon.networks.linkedin.littletext import length, rendered
from antiphon.networks.linkedin.refusals import refusal
from antiphon.networks.linkedin.wire import DURATIONS, ORGANIZATION, QUESTION

DOCS = "https://learn.microsoft.com/en-us/linkedin/marketing/community-management"
SHARED = "https://learn.microsoft.com/en-us/linkedin/shared"

# Posts API: commentary up to 3,000 characters; the unit is not named, see `littletext.length`.
TEXT = TextRule(measures=(Measure(limit=3_000, count=length),))
# Comments API: no limit is named; 1,250 is what LinkedIn's own pages allow (unverified).
COMMENT = TextRule(measures=(Measure(limit=1_250, count=utf16),))
# Posts API: altText up to 4,086 characters.
ALT = 4_086

# Images API: JPG, PNG and GIF of at most 250 frames, below 36,152,320 pixels. No size in bytes is
# named: 10 MB is our own judgement.
_PICTURE = FileRule(
    mimes=("image/jpeg", "image/png", "image/gif"), max_bytes=10_000_000, max_pixels=36_152_319
)
_GIF = replace(_PICTURE, mimes=("image/gif",), max_frames=250)
PICTURES = {Kind.IMAGE: _PICTURE, Kind.GIF: _GIF}

# Videos API: MP4, 75 KB to 500 MB (a newer page says 5 GB: unverified), 3 s to 30 min.
_VIDEO = FileRule(
    mimes=("video/mp4",),
    max_bytes=500_000_000,
    min_seconds=3,
    max_seconds=1_800,
    ratio=(1 / 2.4, 2.4),
)
# Documents API: PDF, PowerPoint and Word up to 100 MB (and 300 pages, which we cannot count).
_DOCUMENT = FileRule(
    mimes=(
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-powerpoint",
        "application/msword",
    ),
    max_bytes=100_000_000,
)
# Posts API, article: title up to 400 characters. Nothing is scraped, so we send title and picture.
_TITLE = Measure(limit=400, count=utf16)
# Polls API: two to four answers of 30 characters, a question of 140, four possible times.
_POLL = PollRule(
    choices=(2, 4),
    choice=Measure(limit=30, count=utf16),
    closes_after=(min(DURATIONS), max(DURATIONS)),
    durations=tuple(DURATIONS),
    question=Measure(limit=QUESTION, count=utf16),
)

POSTS = {
    PostType.TEXT: PostRule(text=TEXT, needs_text=True),
    PostType.LINK: PostRule(text=TEXT, title=_TITLE, link=True),
    # MultiImage API: 2 to 20 images; one goes as a single image.
    PostType.IMAGES: PostRule(
        text=TEXT, media=MediaRule(files=PICTURES, most=20, least=1, alt_text=ALT)
    ),
    PostType.VIDEO: PostRule(
        text=TEXT, title=_TITLE, media=MediaRule(files={Kind.VIDEO: _VIDEO}, most=1, least=1)
    ),
    # Documents API: a document post must have a title.
    PostType.DOCUMENT: PostRule(
        text=TEXT,
        title=_TITLE,
        needs_title=True,
        media=MediaRule(files={Kind.DOCUMENT: _DOCUMENT}, most=1, least=1),
    ),
    PostType.POLL: PostRule(text=TEXT, poll=_POLL, needs_text=True),
}

OPTIONS = (
    Option(
        key="visibility",
        name="Who can see it",
        kind=OptionKind.CHOICE,
        choices=(
            ("PUBLIC", "Everybody"),
            ("LOGGED_IN", "Everybody on LinkedIn"),
            ("CONNECTIONS", "Connections only"),
        ),
        default="PUBLIC",
        help="Connections only is for members; pages have none.",
    ),
    Option(
        key="no_reshare",
        name="Nobody may share it onward",
        kind=OptionKind.SWITCH,
        default=False,
    ),
)

# Posts API, targetEntities: a hard limit of who sees it, for pages only, and only where at least
# 300 followers remain.
TARGETING = TargetingRule(
    restricts=frozenset({"countries", "regions", "cities", "languages", "facets"}),
    kinds=frozenset({ORGANIZATION}),
    note="Only pages, only if at least 300 followers remain. It cannot be changed afterwards.",
)

# Rate limits: daily, per app and member, figures only in the app's own portal, no headers. 300 a
# minute is our own judgement; about 100 posts a day and member are reported (unverified).
PACE = Pace(
    calls=300,
    per=timedelta(minutes=1),
    pause=timedelta(minutes=2),
    posts=(100, timedelta(days=1)),
)

# LinkedIn knows no keys. What it does: refuse an equal post and name the first one, for a time that
# nobody has measured, so nothing is ever repeated by itself. How late an effect may come is
# unpublished; two minutes is our own judgement.
UNREAD = Proof(kind=ProofKind.DUPLICATE, settle=timedelta(minutes=2), refuses_twins=True)
READ = Proof(
    kind=ProofKind.LIST,
    settle=timedelta(minutes=2),
    looks=(
        timedelta(seconds=20),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
    ),
    refuses_twins=True,
)


def _adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """Own posts can be listed only where LinkedIn granted the scope to read."""
    return replace(network, proof=READ) if facts.get("reads") else network


NETWORK = Network(
    key="linkedin",
    name="LinkedIn",
    badge="Li",
    tint=7,
    connector=Connector,
    server="https://api.linkedin.com",
    hosts=("www.linkedin.com",),
    sign_ins=(
        SignIn(
            key="oauth",
            name="With LinkedIn",
            desk=OAuthDesk,
            needs_app=True,
            scopes=tuple(dict.fromkeys((*SELF_SERVE, *COMMUNITY))),
            # A token lives 60 days; an app without refresh tokens has its person come again.
            refresh_before=timedelta(days=1),
        ),
        SignIn(
            key="token",
            name="With an access token",
            desk=TokenDesk,
            fields=(
                Field(
                    key="token",
                    name="Access token",
                    secret=True,
                    help="From the token generator of LinkedIn's developer portal.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    comment=PostRule(text=COMMENT, media=MediaRule(files=PICTURES, most=1)),
    options=OPTIONS,
    targeting=TARGETING,
    pace=PACE,
    proof=UNREAD,
    rhythm=Rhythm(per_week=3, source="our own judgement", apart=timedelta(hours=18)),
    refusal=refusal,
    adapt=_adapt,
    rendered=rendered,
    editable=frozenset({"text"}),
    checked=date(2026, 11, 21),
    sources=(
        f"{DOCS}/shares/posts-api",
        f"{DOCS}/shares/comments-api",
        f"{DOCS}/shares/videos-api",
        "https://learn.microsoft.com/en-us/linkedin/marketing/integrations/migrations",
        f"{SHARED}/authentication/authorization-code-flow",
        f"{SHARED}/api-guide/concepts/rate-limits",
        f"{SHARED}/references/v2/standardized-data/locations/geo-typeahead",
    ),
)
