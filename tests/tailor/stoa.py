"""A made-up network of short posts that go on in threads and choose nobody."""

from dataclasses import replace
from datetime import timedelta

from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    PostRule,
    Rhythm,
    TargetingRule,
    TextRule,
    ThreadRule,
)
from antiphon.connect.values import Kind, PostType
from tests.tailor import agora

TEXT = TextRule(measures=(Measure(limit=100),))
MEDIA = MediaRule(
    files={
        Kind.IMAGE: FileRule(mimes=("image/jpeg",), max_bytes=1_000_000, max_width=2000),
        Kind.VIDEO: FileRule(mimes=("video/mp4",), max_bytes=50_000_000),
    },
    most=4,
    alt_text=1500,
)

NETWORK = replace(
    agora.NETWORK,
    key="stoa",
    name="Stoa",
    posts={
        PostType.TEXT: PostRule(text=TEXT),
        PostType.IMAGES: PostRule(text=TEXT, media=MEDIA),
        PostType.VIDEO: PostRule(text=TEXT, media=MEDIA),
    },
    thread=ThreadRule(most=5),
    comment=None,
    options=(),
    targeting=TargetingRule(),
    rhythm=Rhythm(per_week=14, source="made up", apart=timedelta(hours=3)),
)
