"""X: posts of accounts on x.com (API v2)."""

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
    Price,
    Proof,
    ProofKind,
    Rhythm,
    TextRule,
    ThreadRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.networks.x import wire
from antiphon.networks.x.connector import Connector
from antiphon.networks.x.counting import weighted
from antiphon.networks.x.desk import SCOPES, OAuthDesk, TokenDesk
from antiphon.networks.x.limits import WINDOW, WITHOUT_HEADERS, allowances
from antiphon.networks.x.reading import rendered
from antiphon.networks.x.refusals import refusal

DOCS = "https://docs.x.com"
MB = 1024 * 1024
PAYING = frozenset({"Basic", "Premium", "PremiumPlus"})
"""Values of `subscription_type` with which X allows more (the set of values is unverified)."""

# docs.x.com, counting characters: 280 weighted units (configuration version 3).
TEXT = TextRule(measures=(Measure(limit=280, count=weighted),))
WITH_LINK = TextRule(measures=(Measure(limit=280, count=wire.with_link),))
# help.x.com, X Premium: 25,000 characters.
LONG = 25_000
# docs.x.com, media metadata: alt_text up to 1,000 characters, for pictures and GIFs.
ALT = 1_000

# docs.x.com, media best practices: pictures up to 5 MB.
PICTURE = FileRule(mimes=("image/jpeg", "image/png", "image/webp"), max_bytes=5 * MB)
# The same: GIFs up to 15 MB, 1280×1080, 350 frames.
GIF = FileRule(
    mimes=("image/gif",), max_bytes=15 * MB, max_width=1280, max_height=1080, max_frames=350
)
# The same: MP4 or MOV, H.264, 0.5–140 s, up to 512 MB, 60 frames a second, ratio 1:3–3:1. Width is
# named as 32–1280 and height as 32–1024, but 720×1280 is recommended for upright videos.
VIDEO = FileRule(
    mimes=("video/mp4", "video/quicktime"),
    max_bytes=512 * MB,
    min_width=32,
    min_height=32,
    max_width=1280,
    max_height=1280,
    ratio=(1 / 3, 3.0),
    min_seconds=0.5,
    max_seconds=140,
    max_fps=60,
)
# OpenAPI 2.166, TweetCreateRequest.media: one to four ids. One GIF or one video stands alone.
PICTURES = MediaRule(files={Kind.IMAGE: PICTURE}, most=4, alt_text=ALT)
# OpenAPI 2.166, TweetCreateRequest.poll: two to four options of 25 code points, 5 minutes–7 days.
POLL = PollRule(
    choices=(2, 4),
    choice=Measure(limit=25, count=len),
    closes_after=(timedelta(minutes=5), timedelta(days=7)),
)
OPTIONS = (
    # OpenAPI 2.166, TweetCreateRequest: what is left out means everyone.
    Option(
        key="reply_settings",
        name="Who can reply",
        kind=OptionKind.CHOICE,
        choices=(
            (wire.EVERYONE, "Everyone"),
            ("following", "Accounts you follow"),
            ("mentionedUsers", "Accounts you mention"),
            ("subscribers", "Your subscribers"),
            ("verified", "Verified accounts"),
        ),
        default=wire.EVERYONE,
    ),
    Option(
        key="quote",
        name="Quote a post",
        kind=OptionKind.TEXT,
        most=200,
        help="Address or id of the post. X took this from its self-serve plans on 2026-04-20.",
    ),
    Option(key="community", name="Community id", kind=OptionKind.TEXT, most=19),
    # docs.x.com, media metadata: sensitive_media_warning.
    Option(
        key="warning",
        name="Warning on the files",
        kind=OptionKind.CHOICE,
        choices=(
            ("", "None"),
            ("adult_content", "Nudity"),
            ("graphic_violence", "Violence"),
            ("other", "Sensitive"),
        ),
        default="",
    ),
    Option(key="made_with_ai", name="Made with AI", kind=OptionKind.SWITCH, default=False),
    Option(key="paid_partnership", name="Paid partnership", kind=OptionKind.SWITCH, default=False),
)


def _as_announced(network: Network, facts: Mapping[str, Any]) -> Network:
    """Longer texts and editing for accounts that pay X; neither for those that do not."""
    kind = facts.get("subscription_type")
    if kind is None:
        return network
    if kind not in PAYING:
        return replace(network, editable=frozenset())
    posts = {type: replace(rule, text=_longer(rule.text)) for type, rule in network.posts.items()}
    return replace(network, posts=posts)


def _longer(rule: TextRule) -> TextRule:
    return TextRule(measures=tuple(replace(one, limit=LONG) for one in rule.measures))


NETWORK = Network(
    key="x",
    name="X",
    badge="X",
    tint=4,
    connector=Connector,
    server="https://api.x.com",
    sign_ins=(
        # docs.x.com, OAuth 2.0: access tokens live two hours; a refresh token dies when used.
        SignIn(
            key="oauth",
            name="Sign in at X",
            desk=OAuthDesk,
            needs_app=True,
            scopes=SCOPES,
            one_time_refresh=True,
            refresh_before=timedelta(minutes=10),
        ),
        SignIn(
            key="token",
            name="Access token",
            desk=TokenDesk,
            fields=(
                Field(
                    key="token",
                    name="Access token",
                    secret=True,
                    help="A user access token (OAuth 2.0) with tweet.write and media.write.",
                ),
            ),
        ),
    ),
    posts={
        PostType.TEXT: PostRule(text=TEXT, needs_text=True),
        PostType.LINK: PostRule(text=WITH_LINK),
        PostType.IMAGES: PostRule(text=TEXT, media=replace(PICTURES, least=1)),
        PostType.GIF: PostRule(
            text=TEXT, media=MediaRule(files={Kind.GIF: GIF}, most=1, least=1, alt_text=ALT)
        ),
        PostType.VIDEO: PostRule(
            text=TEXT, media=MediaRule(files={Kind.VIDEO: VIDEO}, most=1, least=1)
        ),
        PostType.POLL: PostRule(text=TEXT, poll=POLL, needs_text=True),
    },
    # A reply to oneself for each part; 25 is our own judgement of what anybody reads.
    thread=ThreadRule(most=25),
    comment=PostRule(text=TEXT, media=PICTURES),
    options=OPTIONS,
    # docs.x.com, rate limits: POST /2/tweets 100 and GET /2/users/:id/tweets 900 in 15 minutes for
    # one account. 900 is the widest that one account's calls can be at all.
    pace=Pace(
        calls=900,
        per=WINDOW,
        pause=WITHOUT_HEADERS,
        posts=(100, WINDOW),
        read=allowances,
    ),
    # docs.x.com names no idempotency key. The own timeline lags by seconds (seen); how late an
    # effect may come is not documented: ten minutes are our own judgement.
    proof=Proof(
        kind=ProofKind.LIST,
        settle=timedelta(minutes=10),
        looks=(
            timedelta(seconds=5),
            timedelta(seconds=30),
            timedelta(minutes=3),
            timedelta(minutes=12),
        ),
        refuses_twins=True,  # "duplicate content", see refusals.py
    ),
    rhythm=Rhythm(per_week=7, source="our own judgement: one post a day"),
    price=Price(
        of=wire.price,
        source="docs.x.com, pay-per-use prices of 2026-04-20: a post 0.015 USD, with a link 0.20; "
        "alternative text or a warning 0.005 a file",
    ),
    refusal=refusal,
    adapt=_as_announced,
    needs_preparing=lambda parcel: bool(parcel.enclosures),
    rendered=rendered,
    editable=frozenset({"text"}),
    checked=date(2026, 11, 21),
    sources=(
        DOCS,
        f"{DOCS}/changelog",
        "https://github.com/xdevplatform/docs",
        "https://github.com/twitter/twitter-text",
    ),
)
