"""Telegram: channels and groups in which a bot of one's own speaks."""

from datetime import date, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Handover, Pace, Proof, ProofKind, Rhythm, ThreadRule
from antiphon.connect.values import Parcel, Step
from antiphon.networks.telegram.connector import Connector
from antiphon.networks.telegram.desk import Token
from antiphon.networks.telegram.entities import plain
from antiphon.networks.telegram.refusals import refusal
from antiphon.networks.telegram.rules import COMMENT, OPTIONS, POSTS, adapt


def _needs_preparing(parcel: Parcel) -> bool:
    return parcel.step is Step.COMMENT or bool(parcel.enclosures)


NETWORK = Network(
    key="telegram",
    name="Telegram",
    badge="Tg",
    tint=7,
    connector=Connector,
    server="https://api.telegram.org",
    sign_ins=(
        SignIn(
            key="token",
            name="Token of a bot",
            desk=Token,
            fields=(
                Field(
                    key="token",
                    name="Token",
                    secret=True,
                    help="@BotFather gives it when a bot is made. A bot of its own per channel.",
                ),
                Field(
                    key="chat",
                    name="Channel or group",
                    optional=True,
                    help="@name, number or address. Empty: all that the bot was added to today.",
                ),
                Field(
                    key="depot",
                    name="Private channel for files",
                    optional=True,
                    help="Files go there first, so that the post itself is sent in a moment.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    thread=ThreadRule(),
    comment=COMMENT,
    options=OPTIONS,
    # About 1 message a second in one chat, 20 a minute in one group, 30 a second for one bot
    # (core.telegram.org/bots/faq, 2026-11-21). No header tells what is left.
    pace=Pace(
        calls=60, per=timedelta(minutes=1), in_flight=1, pause=timedelta(seconds=30),
        posts=(20, timedelta(minutes=1)),
    ),
    # No key makes a repeat harmless, and no method lists what a bot has said. A look can find the
    # post's copy in the discussion group; where it finds none, a person is asked.
    proof=Proof(
        kind=ProofKind.NONE,
        settle=timedelta(minutes=1),  # our own judgement
        looks=(timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2)),
    ),
    rhythm=Rhythm(per_week=7, source="our own judgement", apart=timedelta(hours=4)),
    needs_preparing=_needs_preparing,
    refusal=refusal,
    adapt=adapt,
    rendered=plain,
    editable=frozenset({"text", "link", "options"}),
    handover=Handover(
        url="https://t.me/share/url?url={link}&text={text}",
        steps=("Open Telegram.", "Choose your channel.", "Add the files, and send."),
    ),
    checked=date(2026, 11, 21),
    sources=(
        "https://core.telegram.org/bots/api (Bot API 10.1 to 10.3)",
        "https://core.telegram.org/bots/faq",
        "github.com/PaulSonOfLars/telegram-bot-api-spec, 10.1 (18 June 2026)",
    ),
)  # fmt: skip
