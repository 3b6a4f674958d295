"""Snapchat: public profiles, by the Public Profile API; else by a person's phone."""

from datetime import date, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import (
    FileRule,
    Handover,
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
from antiphon.kernel.text import utf16
from antiphon.networks.snapchat.api import API
from antiphon.networks.snapchat.connector import Connector
from antiphon.networks.snapchat.desk import SCOPE, Journey, Pasted
from antiphon.networks.snapchat.refusals import refusal
from antiphon.networks.snapchat.wire import SAVED, TITLE

MB = 1_000_000

# 160 characters with hashtags (developers.snap.com, spotlights); how they are counted is not said,
# so the strictest reading counts.
SPOTLIGHT_TEXT = TextRule(measures=(Measure(limit=160, count=utf16),))
STORY_TEXT = TextRule(measures=(Measure(limit=0),))

# MP4, upright 9:16, at least 540 × 960. 5 to 60 seconds; of Spotlights one page says 6, another 5.
# 20 MB for pictures and 500 MB for videos is what others who post by this API say; the pieces of a
# file would allow 1 GB (all of this unverified).
RATIO = (0.55, 0.57)
SPOTLIGHT = FileRule(
    mimes=("video/mp4",), max_bytes=500 * MB, min_width=540, min_height=960, ratio=RATIO,
    min_seconds=6, max_seconds=60,
)  # fmt: skip
STORY_VIDEO = FileRule(
    mimes=("video/mp4",), max_bytes=500 * MB, min_width=540, min_height=960, ratio=RATIO,
    min_seconds=5, max_seconds=60,
)  # fmt: skip
STORY_IMAGE = FileRule(
    mimes=("image/jpeg", "image/png"), max_bytes=20 * MB, min_width=540, min_height=960,
    ratio=RATIO,
)  # fmt: skip

POSTS = {
    PostType.REEL: PostRule(
        text=SPOTLIGHT_TEXT, media=MediaRule(files={Kind.VIDEO: SPOTLIGHT}, least=1, most=1)
    ),
    PostType.STORY: PostRule(
        text=STORY_TEXT,
        title=Measure(limit=TITLE, count=utf16),
        media=MediaRule(files={Kind.IMAGE: STORY_IMAGE, Kind.VIDEO: STORY_VIDEO}, least=1, most=1),
    ),
}

OPTIONS = (
    Option(
        key="keep",
        name="How long the story is shown",
        kind=OptionKind.CHOICE,
        choices=(
            ("ONE_DAY", "One day"),
            ("TWO_DAYS", "Two days"),
            ("THREE_DAYS", "Three days"),
            ("ONE_WEEK", "One week"),
            (SAVED, "For good: saved on the profile, with a title"),
        ),
        default="ONE_DAY",
        types=frozenset({PostType.STORY}),
    ),
    Option(
        key="not_on_profile",
        name="Do not keep the Spotlight on the profile",
        kind=OptionKind.SWITCH,
        default=False,
        types=frozenset({PostType.REEL}),
    ),
)

# There is no key, no list of own posts, and nobody says whether one file can be posted twice: a
# doubt is a person's to settle, on the phone.
PROOF = Proof(kind=ProofKind.NONE, settle=timedelta(minutes=15))

NETWORK = Network(
    key="snapchat",
    name="Snapchat",
    badge="Sn",
    tint=3,
    connector=Connector,
    server=API,
    hosts=("accounts.snapchat.com",),
    sign_ins=(
        # Access tokens live half an hour to an hour. A refresh may bring another refresh token;
        # that the old one is over then is not said.
        SignIn(
            key="oauth",
            name="Sign in with Snapchat (only for apps that Snap has listed)",
            desk=Journey,
            needs_app=True,
            scopes=(SCOPE,),
        ),
        SignIn(
            key="token",
            name="Paste an access token",
            desk=Pasted,
            fields=(
                Field(
                    key="access_token",
                    name="Access token",
                    secret=True,
                    help="Of a person who administers a public profile; it lives for an hour.",
                ),
                Field(
                    key="refresh_token",
                    name="Refresh token",
                    secret=True,
                    optional=True,
                    help="May stay empty; with it and our app's keys the permission is renewed.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    options=OPTIONS,
    # No limit is published for this API; of its sister for advertising ten calls a second are told
    # (unverified). Two a second are kept.
    pace=Pace(calls=120, per=timedelta(minutes=1), in_flight=2),
    proof=PROOF,
    rhythm=Rhythm(per_week=3, source="our own judgement", apart=timedelta(hours=4)),
    handover=Handover(
        url="https://www.snapchat.com/share?link={link}",
        steps=(
            "Save the picture or the video that Antiphon has prepared to your phone.",
            "Open Snapchat. Swipe up on the camera, choose the file, and tap Edit and Send.",
            "Paste the text. For a link: use the button above, or the paper clip in Snapchat.",
            "Choose your public profile's story, or Spotlight, and send it.",
            "Come back and confirm that it is live.",
        ),
    ),
    refusal=refusal,
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.snap.com/api/marketing-api/Public-Profile-API/Introduction",
        "https://developers.snap.com/api/marketing-api/Public-Profile-API/Metrics",
        "reports of others who post by this API (July to September 2026)",
    ),
)
