"""YouTube channels, by the Data API."""

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
    TargetingRule,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import octets, utf16
from antiphon.networks.youtube.connector import Connector
from antiphon.networks.youtube.desk import SCOPES, Journey, Own
from antiphon.networks.youtube.options import OPTIONS, adapt
from antiphon.networks.youtube.refusals import refusal
from antiphon.networks.youtube.speaking import SERVER
from antiphon.networks.youtube.wire import objections, rendered

MB = 1024**2

# …/youtube/v3/docs/videos: 5,000 bytes of UTF-8.
TEXT = TextRule(measures=(Measure(limit=5_000, count=octets, unit="bytes"),))
# 100 characters; what a character is, is not said, so the strictest reading counts.
TITLE = Measure(limit=100, count=utf16)
# No page names a limit for comments; 10,000 is what was seen to be refused above (unverified).
COMMENT_TEXT = TextRule(measures=(Measure(limit=10_000, count=utf16),))

# The API takes video/*; these are what we know to hold what YouTube can play.
FILMS = ("video/mp4", "video/quicktime", "video/webm", "video/mpeg", "video/x-msvideo")
FILM = FileRule(mimes=FILMS, max_bytes=274_877_906_944, max_seconds=12 * 3600)
# 50 MB since 2026-09-14 (discovery document, revision 20261104); it was 2 MB before.
COVER = FileRule(mimes=("image/jpeg", "image/png"), max_bytes=50 * MB, min_width=640)
# Upright or square and up to three minutes since 2024-10-15; how narrow is not said.
SHORT = FileRule(mimes=FILMS, max_bytes=274_877_906_944, max_seconds=180, ratio=(0.25, 1.0))

POSTS = {
    PostType.VIDEO: PostRule(
        text=TEXT,
        # The picture stands for the video in lists; there is no alternative text.
        media=MediaRule(files={Kind.VIDEO: FILM, Kind.IMAGE: COVER}, least=1, most=2),
        title=TITLE,
        needs_title=True,
        labels=True,
    ),
    PostType.REEL: PostRule(
        text=TEXT,
        media=MediaRule(files={Kind.VIDEO: SHORT}, least=1, most=1),
        title=TITLE,
        needs_title=True,
        labels=True,
    ),
}
COMMENT = PostRule(text=COMMENT_TEXT, needs_text=True)

# The video is there, private, before it is published, so its id tells. Comments are listed. How
# late an effect may come is not documented; ten minutes are our own judgement. Publishing names
# the video and could be repeated, commenting could not, so sending again is never called harmless.
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

HANDOVER = Handover(
    url="https://www.youtube.com/upload",
    steps=(
        "Choose the file of the video.",
        "Paste title and text, and say whether it is made for children.",
        "Choose who may see it, and publish.",
    ),
)

RHYTHM = Rhythm(per_week=2, source="our own judgement: videos take time to make and to watch")

NETWORK = Network(
    key="youtube",
    name="YouTube",
    badge="Yt",
    tint=2,
    connector=Connector,
    server=SERVER,
    # Addresses of upload sessions may lie on either of Google's hosts for its APIs.
    hosts=("www.googleapis.com", "oauth2.googleapis.com"),
    sign_ins=(
        SignIn(
            key="oauth", name="Sign in with Google", desk=Journey, needs_app=True, scopes=SCOPES
        ),
        SignIn(
            key="own_client",
            name="Use a client of your own at Google",
            desk=Own,
            fields=(
                Field(key="client_id", name="Client id"),
                Field(key="client_secret", name="Client secret", secret=True),
                Field(
                    key="refresh_token",
                    name="Refresh token",
                    secret=True,
                    help="From Google's OAuth playground, made with your own client.",
                ),
            ),
            scopes=SCOPES,
        ),
    ),
    posts=POSTS,
    comment=COMMENT,
    options=OPTIONS,
    targeting=TargetingRule(note="YouTube lets no program choose to whom a video is shown."),
    # 10,000 units a day for the whole project, at least one for each call that is counted; and
    # 100 uploads a day for the whole project, in a bucket of their own since 2026-06-01
    # (…/youtube/v3/revision_history). Google tells neither in its answers.
    pace=Pace(
        calls=10_000,
        per=timedelta(days=1),
        in_flight=4,
        pause=timedelta(seconds=30),
        posts=(100, timedelta(days=1)),
    ),
    proof=PROOF,
    rhythm=RHYTHM,
    handover=HANDOVER,
    refusal=refusal,
    adapt=adapt,
    objections=objections,
    rendered=rendered,
    editable=frozenset({"text", "title", "labels"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.google.com/youtube/v3/docs/videos",
        "https://developers.google.com/youtube/v3/docs/videos/insert",
        "https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol",
        "https://developers.google.com/youtube/v3/docs/thumbnails/set",
        "https://developers.google.com/youtube/v3/docs/commentThreads/list",
        "https://developers.google.com/youtube/v3/docs/errors",
        "https://developers.google.com/youtube/v3/determine_quota_cost",
        "https://developers.google.com/youtube/v3/revision_history",
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
)
