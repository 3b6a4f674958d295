"""What a post on Instagram may be: every rule as data.

Source: developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference
/ig-user/media (2026-11-21), unless a rule names another.
"""

from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    PostRule,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import utf16
from antiphon.networks.instagram.wire import mentioned, tagged

MB = 1024**2
TAGS = Measure(limit=30, count=tagged, unit="hashtags", rule="too_many_hashtags")
PEOPLE = Measure(limit=20, count=mentioned, unit="people", rule="too_many_people")

# 2,200 characters; what a character is, is not said, so the strictest reading counts. Since
# December 2025 the app itself wants at most 5 hashtags; whether programs are held to it is
# unverified, so it stands in the README and blocks nothing.
CAPTION = TextRule(measures=(Measure(limit=2_200, count=utf16), TAGS, PEOPLE))
NO_TEXT = TextRule(measures=(Measure(limit=0),))
# …/reference/ig-media/comments: 300 characters, 4 hashtags, 1 link, not all in capitals.
COMMENT_TEXT = TextRule(
    measures=(
        Measure(limit=300, count=utf16),
        Measure(limit=4, count=tagged, unit="hashtags", rule="too_many_hashtags"),
    )
)

# Wider pictures than 1440 are made narrower there. 3:4 is taken in the app since 2025; whether
# programs may send it is unverified.
PICTURE = FileRule(mimes=("image/jpeg",), max_bytes=8 * MB, min_width=320, ratio=(0.8, 1.91))
STORY_PICTURE = FileRule(mimes=("image/jpeg",), max_bytes=8 * MB, min_width=320)
FILM = ("video/mp4", "video/quicktime")
# Another page of theirs says 1 GB; the smaller figure counts.
REEL = FileRule(
    mimes=FILM, max_bytes=300 * MB, max_width=1920, ratio=(0.01, 10), min_seconds=3,
    max_seconds=900, max_fps=60,
)  # fmt: skip
STORY_FILM = FileRule(
    mimes=FILM, max_bytes=100 * MB, max_width=1920, min_seconds=3, max_seconds=60, max_fps=60
)
# At most a minute in a carousel is unverified; the size is that of a reel.
PART_FILM = FileRule(
    mimes=FILM, max_bytes=300 * MB, max_width=1920, min_seconds=3, max_seconds=60, max_fps=60
)
ALT = 1_000

POSTS = {
    PostType.IMAGES: PostRule(
        text=CAPTION, media=MediaRule(files={Kind.IMAGE: PICTURE}, least=1, most=10, alt_text=ALT)
    ),
    PostType.CAROUSEL: PostRule(
        text=CAPTION,
        media=MediaRule(
            files={Kind.IMAGE: PICTURE, Kind.VIDEO: PART_FILM}, least=2, most=10, alt_text=ALT
        ),
    ),
    PostType.REEL: PostRule(
        text=CAPTION, media=MediaRule(files={Kind.VIDEO: REEL}, least=1, most=1)
    ),
    PostType.STORY: PostRule(
        text=NO_TEXT,
        media=MediaRule(files={Kind.IMAGE: STORY_PICTURE, Kind.VIDEO: STORY_FILM}, least=1, most=1),
    ),
}
COMMENT = PostRule(text=COMMENT_TEXT, needs_text=True)

_TOLD = frozenset({PostType.IMAGES, PostType.CAROUSEL, PostType.REEL})
_REEL = frozenset({PostType.REEL})

PLACE = Option(
    key="place",
    name="Place",
    kind=OptionKind.TEXT,
    most=30,
    types=_TOLD,
    help="The number of the place's Facebook Page. Only for accounts with Facebook Login.",
)
OPTIONS = (
    Option(
        key="collaborators",
        name="Invited as authors",
        kind=OptionKind.LIST,
        most=3,  # another page of theirs says 5
        types=_TOLD,
        help="Names of accounts; each must accept before it shows the post.",
    ),
    Option(
        key="people",
        name="Tagged people",
        kind=OptionKind.LIST,
        most=20,
        help="Names of accounts. “ann 0.3 0.7” says where in the first picture, from left and top.",
    ),
    PLACE,
    Option(
        key="in_feed",
        name="Show the reel in the feed too",
        kind=OptionKind.SWITCH,
        default=True,
        types=_REEL,
    ),
    Option(
        key="cover_at",
        name="Cover",
        kind=OptionKind.NUMBER,
        most=900_000,
        types=_REEL,
        help="The moment of the video that is its cover, in thousandths of a second.",
    ),
    Option(key="sound", name="Name of the sound", kind=OptionKind.TEXT, most=100, types=_REEL),
    Option(
        key="trial",
        name="Trial reel",
        kind=OptionKind.CHOICE,
        choices=(
            ("MANUAL", "Shown to strangers until somebody shares it with all"),
            ("SS_PERFORMANCE", "Shown to strangers first, to all if it does well"),
        ),
        types=_REEL,
    ),
    # Since 2026-06-22.
    Option(key="made_by_ai", name="Made with AI", kind=OptionKind.SWITCH, default=False),
)
