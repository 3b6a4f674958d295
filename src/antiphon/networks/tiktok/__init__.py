"""TikTok, by its API for Developers or its API for Business."""

from datetime import date, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import (
    FileRule,
    Handover,
    Measure,
    MediaRule,
    Pace,
    PostRule,
    Proof,
    ProofKind,
    Rhythm,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import utf16
from antiphon.networks.tiktok.api import OPEN
from antiphon.networks.tiktok.business import Connector
from antiphon.networks.tiktok.creator import SCOPES
from antiphon.networks.tiktok.desk import Journey, Pasted, PastedForBusiness
from antiphon.networks.tiktok.options import GB, OPTIONS, adapt
from antiphon.networks.tiktok.refusals import refusal
from antiphon.networks.tiktok.wire import rendered

# How large, long and many things may be was read on 2026-11-21: texts in the reference of
# direct posts, files in the guide to bringing them, both see `sources`.
MB = 1024**2
RUNES = "characters (UTF-16)"

# `title` of a video: 2,200 UTF-16 code units; `description` of pictures: 4,000, their `title`: 90.
VIDEO_TEXT = TextRule(measures=(Measure(limit=2_200, count=utf16, unit=RUNES),))
PHOTO_TEXT = TextRule(measures=(Measure(limit=4_000, count=utf16, unit=RUNES),))
PHOTO_TITLE = Measure(limit=90, count=utf16, unit=RUNES)
# A comment's limit is 150 in the product's own box; the reference names none (unverified).
COMMENT = PostRule(
    text=TextRule(measures=(Measure(limit=150, count=utf16, unit=RUNES),)), needs_text=True
)

# Each side 360 to 4,096 pixels, 23 to 60 frames a second, up to 4 GB and 10 minutes; the account
# may have a shorter limit, see `options.adapt`. That a video needs 3 seconds, the API for Business
# says; for the other one it is unverified. By address (API for Business) 1 GB is the
# most, see `options.adapt` too.
VIDEO = FileRule(
    mimes=("video/mp4", "video/quicktime", "video/webm"),
    max_bytes=4 * GB,
    min_width=360,
    min_height=360,
    max_width=4_096,
    max_height=4_096,
    min_seconds=3,
    max_seconds=600,
    max_fps=60,
)
# JPEG or WebP, 20 MB, “1080p”: which side that means is not said, so both are kept (unverified).
PHOTO = FileRule(
    mimes=("image/jpeg", "image/webp"), max_bytes=20 * MB, max_width=1_080, max_height=1_920
)

POSTS = {
    PostType.IMAGES: PostRule(
        text=PHOTO_TEXT,
        title=PHOTO_TITLE,
        media=MediaRule(files={Kind.IMAGE: PHOTO}, least=1, most=35),
    ),
    PostType.VIDEO: PostRule(
        text=VIDEO_TEXT, media=MediaRule(files={Kind.VIDEO: VIDEO}, least=1, most=1)
    ),
}

_TOKEN = Field(key="access_token", name="Access token", secret=True, help="It lives for a day.")
_REFRESH = Field(
    key="refresh_token",
    name="Refresh token",
    secret=True,
    optional=True,
    help="May stay empty; with it and our app's keys the permission is renewed.",
)

# A video has an id before its last piece makes it appear, and the id knows the outcome. Pictures
# have none before; they are looked for in the list of public posts (developers.tiktok.com names no
# key that would make a repeat harmless). Five to ten minutes is what the list may lag.
PROOF = Proof(
    kind=ProofKind.HANDLE,
    settle=timedelta(minutes=10),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=12),
    ),
)

NETWORK = Network(
    key="tiktok",
    name="TikTok",
    badge="Tt",
    tint=12,
    connector=Connector,  # of the API for Business; for creators see `options.adapt`
    server=OPEN,
    hosts=("business-api.tiktok.com",),
    sign_ins=(
        # Access tokens live a day, refresh tokens a year. A refresh may bring another one; that the
        # old one is over then is not said, so after a lost answer it is tried again.
        SignIn(
            key="oauth",
            name="Sign in with TikTok",
            desk=Journey,
            needs_app=True,
            scopes=SCOPES,
            refresh_before=timedelta(hours=2),
        ),
        SignIn(key="token", name="Paste an access token", desk=Pasted, fields=(_TOKEN, _REFRESH)),
        SignIn(
            key="business_token",
            name="Paste an access token of the API for Business",
            desk=PastedForBusiness,
            fields=(
                _TOKEN,
                Field(
                    key="business_id",
                    name="Id of the account",
                    help="TikTok calls it `open_id` or `business_id`.",
                ),
                _REFRESH,
            ),
        ),
    ),
    posts=POSTS,
    comment=COMMENT,
    options=OPTIONS,
    # Reading: 600 calls a minute for one token. Opening a post: 6 a minute; asking what the account
    # allows: 20; how far a post is: 30; TikTok refuses more, and then we wait. About 15 posts a day
    # for one account over all programs.
    pace=Pace(calls=600, per=timedelta(minutes=1), in_flight=4, posts=(15, timedelta(days=1))),
    proof=PROOF,
    rhythm=Rhythm(per_week=5, source="our own judgement: once on each working day"),
    fetches=True,
    handover=Handover(
        url="https://www.tiktok.com/upload",
        steps=(
            "Open the TikTok app and tap +.",
            "Choose the video or the pictures that Antiphon has prepared for you.",
            "Paste the text, choose who can see it, and say whether it promotes something.",
            "Tap Post, then come back and confirm that it is live.",
        ),
    ),
    refusal=refusal,
    adapt=adapt,
    rendered=rendered,
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.tiktok.com/doc/content-posting-api-reference-direct-post",
        "https://developers.tiktok.com/doc/content-posting-api-reference-photo-post",
        "https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide",
        "https://developers.tiktok.com/doc/content-sharing-guidelines",
        "https://developers.tiktok.com/doc/tiktok-api-v2-video-query",
        "https://business-api.tiktok.com/portal/docs",
    ),
)
