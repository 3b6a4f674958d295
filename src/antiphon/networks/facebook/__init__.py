"""Facebook Pages, by the Graph API."""

from datetime import date, timedelta

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
    TargetingRule,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import utf16
from antiphon.networks.facebook import pace
from antiphon.networks.facebook.connector import Connector
from antiphon.networks.facebook.desk import SCOPES, Journey, Pasted
from antiphon.networks.facebook.graph import GRAPH
from antiphon.networks.facebook.refusals import refusal
from antiphon.networks.facebook.targeting import AGES, ONLY, RATHER
from antiphon.networks.facebook.wire import rendered

MB, GB = 1024**2, 1024**3

# 63,206 characters; what a character is, is not said, so the strictest reading counts.
TEXT = TextRule(measures=(Measure(limit=63_206, count=utf16),))
# The field is the same; 2,200 is what the guide advises (unverified), more is cut when shown.
REEL_TEXT = TextRule(measures=(Measure(limit=2_200, count=utf16),))
# A comment's limit is 8,000 in the product's own box; the reference names none.
COMMENT_TEXT = TextRule(measures=(Measure(limit=8_000, count=utf16),))
NO_TEXT = TextRule(measures=(Measure(limit=0),))
TITLE = Measure(limit=255)

PHOTO = FileRule(
    mimes=("image/jpeg", "image/png"),
    max_bytes=4 * MB,  # refused above with 1366046; the reference says 10 MB
)
# More than 10 pictures were seen to work, and are not promised. The reference names no limit for
# the alternative text; 1,000 is our own judgement.
PHOTOS = MediaRule(files={Kind.IMAGE: PHOTO}, least=1, most=10, alt_text=1_000)

VIDEO = MediaRule(
    files={
        Kind.VIDEO: FileRule(
            mimes=("video/mp4", "video/quicktime"), max_bytes=10 * GB, max_seconds=4 * 3600
        )
    },
    least=1,
    most=1,
)
# 9:16, from 540 × 960, 24 to 60 frames a second, 3 to 90 seconds. No limit of bytes is named:
# 1 GB is what a file by address was seen to reach.
REEL_FILE = FileRule(
    mimes=("video/mp4", "video/quicktime"),
    max_bytes=GB,
    min_width=540,
    min_height=960,
    ratio=(0.55, 0.57),
    min_seconds=3,
    max_seconds=90,
    max_fps=60,
)
STORY_FILE = FileRule(
    mimes=("video/mp4", "video/quicktime"), max_bytes=GB, min_seconds=3, max_seconds=60
)

POSTS = {
    PostType.TEXT: PostRule(text=TEXT, needs_text=True),
    PostType.LINK: PostRule(text=TEXT, link=True),
    PostType.IMAGES: PostRule(text=TEXT, media=PHOTOS),
    PostType.VIDEO: PostRule(text=TEXT, media=VIDEO, title=TITLE),
    PostType.REEL: PostRule(
        text=REEL_TEXT,
        media=MediaRule(files={Kind.VIDEO: REEL_FILE}, least=1, most=1),
        title=TITLE,
    ),
    PostType.STORY: PostRule(
        text=NO_TEXT,
        media=MediaRule(files={Kind.IMAGE: PHOTO, Kind.VIDEO: STORY_FILE}, least=1, most=1),
    ),
}
COMMENT = PostRule(text=COMMENT_TEXT, needs_text=True)

OPTIONS = (
    Option(
        key="audience",
        name="Places, languages and ages",
        kind=OptionKind.CHOICE,
        choices=((ONLY, "Only these people can see it"), (RATHER, "Shown rather to these people")),
        default=ONLY,
        help="A limit holds for everybody who comes to the Page; the other only steers the feed.",
    ),
    Option(
        key="button",
        name="Button on a link",
        kind=OptionKind.CHOICE,
        choices=(
            ("LEARN_MORE", "Learn more"),
            ("SHOP_NOW", "Shop now"),
            ("SIGN_UP", "Sign up"),
            ("CONTACT_US", "Contact us"),
        ),
    ),
    Option(key="place", name="Place", kind=OptionKind.TEXT, most=30, help="The id of its Page."),
    Option(
        key="background",
        name="Coloured background",
        kind=OptionKind.TEXT,
        most=30,
        help="The number of the preset; for short texts without link or picture.",
    ),
)

# …/docs/graph-api/reference/page/feed: `targeting` and `feed_targeting`. Stories take neither.
TARGETING = TargetingRule(
    restricts=frozenset({"countries", "regions", "cities", "languages", "age_from"}),
    addresses=frozenset({"genders", "age_to"}),
    most={"countries": 25},
    age_from=AGES,
    note=(
        "Regions and cities by Facebook's number or as “Lyon, FR”. Some Pages have no organic "
        "targeting, and Facebook refuses an audience that is too small. Stories are not targeted."
    ),
)

# Facebook knows neither keys nor ids of ours: own posts are listed. How late an effect may come is
# not documented; a quarter of an hour is our own judgement, far above the one minute after which
# its servers give a call up. Sending again is never harmless.
PROOF = Proof(
    kind=ProofKind.LIST,
    settle=timedelta(minutes=15),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=20),
    ),
    refuses_twins=True,  # code 506, see refusals.py
)

RHYTHM = Rhythm(per_week=5, source="our own judgement: once on each working day")

NETWORK = Network(
    key="facebook",
    name="Facebook",
    badge="Fb",
    tint=9,
    connector=Connector,
    server=GRAPH,
    # Videos in chunks, and reels, go to hosts of their own.
    hosts=("graph-video.facebook.com", "rupload.facebook.com"),
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in with Facebook",
            desk=Journey,
            needs_app=True,
            scopes=SCOPES,
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
                    help="Of one Page, or of a person who may publish on Pages.",
                ),
                Field(
                    key="app_secret",
                    name="App secret",
                    secret=True,
                    optional=True,
                    help="May stay empty; signs each call, which some apps demand.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    comment=COMMENT,
    options=OPTIONS,
    targeting=TARGETING,
    # A Page may make 4,800 calls a day for each engaged person, so at least 200 an hour
    # (docs/graph-api/overview/rate-limiting); the headers tell when it is less.
    pace=Pace(
        calls=200, per=timedelta(hours=1), in_flight=4, pause=timedelta(minutes=5), read=pace.read
    ),
    proof=PROOF,
    rhythm=RHYTHM,
    refusal=refusal,
    rendered=rendered,
    editable=frozenset({"text"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.facebook.com/docs/pages-api/posts",
        "https://developers.facebook.com/docs/graph-api/reference/page/feed",
        "https://developers.facebook.com/docs/graph-api/reference/page/photos",
        "https://developers.facebook.com/docs/video-api/guides/publishing",
        "https://developers.facebook.com/docs/video-api/guides/reels-publishing",
        "https://developers.facebook.com/docs/graph-api/overview/rate-limiting",
        "https://developers.facebook.com/docs/graph-api/guides/error-handling",
        "https://developers.facebook.com/docs/platforminsights/page/deprecated-metrics",
    ),
)
