"""Feeds: our own in Atom, RSS and JSON Feed, kept by a house of feeds; and reading any feed.

The key is an everyday word.
"""

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
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.feed.entry import LONGEST_TEXT, LONGEST_TITLE, MOST_FILES
from antiphon.networks.feeds.connector import Connector
from antiphon.networks.feeds.desk import TokenDesk
from antiphon.networks.feeds.refusals import refusal
from antiphon.networks.feeds.wire import rendered

# No format names a limit (RFC 4287, RSS 2.0, JSON Feed 1.1, read 2026-11-21). All of these are our
# own judgement, and the house keeps them; what anybody's reader shows of it is theirs.
_MOST_BYTES = 500 * 1024 * 1024
_IMAGE = FileRule(
    mimes=("image/jpeg", "image/png", "image/webp", "image/gif"), max_bytes=_MOST_BYTES
)
_FILES = {
    Kind.IMAGE: _IMAGE,
    Kind.GIF: FileRule(mimes=("image/gif",), max_bytes=_MOST_BYTES),
    Kind.VIDEO: FileRule(mimes=("video/mp4", "video/webm"), max_bytes=_MOST_BYTES),
    Kind.DOCUMENT: FileRule(mimes=("application/pdf",), max_bytes=_MOST_BYTES),
}
_TEXT = TextRule(measures=(Measure(limit=LONGEST_TEXT),))
_TITLE = Measure(limit=LONGEST_TITLE)


def _rule(*, least: int = 0) -> PostRule:
    media = MediaRule(files=_FILES, most=MOST_FILES, least=least, alt_text=5_000)
    return PostRule(text=_TEXT, title=_TITLE, media=media, labels=True, link=True)


NETWORK = Network(
    key="feeds",
    name="Web feed",
    badge="Wf",
    tint=3,
    connector=Connector,
    server="",
    sign_ins=(
        SignIn(
            key="token",
            name="Feed and token",
            desk=TokenDesk,
            fields=(
                Field(key="feed", name="Feed", help="Its name, as the house of feeds shows it."),
                Field(key="token", name="Token", secret=True, help="Shown once, when it is made."),
            ),
        ),
    ),
    posts={
        PostType.TEXT: _rule(),
        PostType.LINK: _rule(),
        PostType.ARTICLE: _rule(),
        PostType.IMAGES: _rule(least=1),
        PostType.GIF: _rule(least=1),
        PostType.VIDEO: _rule(least=1),
        PostType.DOCUMENT: _rule(least=1),
    },
    options=(
        Option(
            key="summary",
            name="Summary",
            kind=OptionKind.TEXT,
            most=1_000,
            help="What readers show in their lists.",
        ),
    ),
    fetches=True,
    pace=Pace(calls=600, per=timedelta(minutes=1), in_flight=4),
    proof=Proof(
        # We choose the id; the house puts a new item there only while there is none, and never
        # again where one was taken back. That is our own rule, kept by our own house.
        kind=ProofKind.PERMANENT_ID,
        settle=timedelta(minutes=1),
        looks=(timedelta(seconds=2), timedelta(seconds=20), timedelta(seconds=90)),
        repeat=timedelta(days=36_500),
    ),
    rhythm=Rhythm(per_week=7, source="our own judgement"),
    refusal=refusal,
    needs_preparing=lambda _parcel: False,
    rendered=rendered,
    editable=frozenset({"title", "text", "enclosures", "link", "labels", "language", "options"}),
    checked=date(2026, 11, 28),
    sources=(
        "https://www.rfc-editor.org/rfc/rfc4287",
        "https://www.rssboard.org/rss-specification",
        "https://www.jsonfeed.org/version/1.1/",
        "https://www.w3.org/TR/websub/",
    ),
)
