"""A made-up network that can choose people by country: nothing real has these rules."""

from datetime import date, timedelta

from antiphon.connect.network import Network
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

TEXT = TextRule(measures=(Measure(limit=1000),))
MEDIA = MediaRule(
    files={Kind.IMAGE: FileRule(mimes=("image/jpeg", "image/png"), max_bytes=8_000_000)},
    most=4,
    alt_text=1000,
)


class Connector:
    """Nobody ever connects."""

    def __init__(self, http: object, address: object) -> None:
        self.http, self.address = http, address


NETWORK = Network(
    key="agora",
    name="Agora",
    badge="Ag",
    tint=3,
    connector=Connector,
    server="https://agora.example",
    sign_ins=(),
    posts={
        PostType.TEXT: PostRule(text=TEXT, link=True),
        PostType.LINK: PostRule(text=TEXT, link=True),
        PostType.IMAGES: PostRule(text=TEXT, media=MEDIA),
        PostType.POLL: PostRule(
            text=TEXT,
            poll=PollRule(
                choices=(2, 4),
                choice=Measure(limit=25),
                closes_after=(timedelta(minutes=5), timedelta(days=7)),
            ),
        ),
    },
    comment=PostRule(text=TextRule(measures=(Measure(limit=200),))),
    options=(Option(key="mood", name="Mood", kind=OptionKind.TEXT, most=20),),
    targeting=TargetingRule(
        restricts=frozenset({"countries"}),
        addresses=frozenset({"languages"}),
        most={"countries": 25},
        kinds=frozenset({"page"}),
    ),
    pace=Pace(calls=100, per=timedelta(minutes=1)),
    proof=Proof(kind=ProofKind.NONE, settle=timedelta(minutes=1)),
    rhythm=Rhythm(per_week=5, source="made up"),
    refusal=lambda _answer: None,
    checked=date(2026, 11, 25),
)
