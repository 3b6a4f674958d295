"""Discord: channels and forums of servers, by a bot of one's own or by a webhook."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Handover, Pace, Proof, ProofKind, Rhythm, ThreadRule
from antiphon.networks.discord import pace, rules
from antiphon.networks.discord.connector import Bot
from antiphon.networks.discord.desk import SCOPE, BotDesk, Journey, WebhookDesk
from antiphon.networks.discord.refusals import refusal
from antiphon.networks.discord.webhook import Webhook
from antiphon.networks.discord.wire import plain

SETTLE = timedelta(minutes=2)
"""How late after our deadline a message may still appear; our own judgement."""


def _honours_key(facts: Mapping[str, Any]) -> bool:
    """Messages of a bot; a new thread in a forum has no place for a key, a webhook neither."""
    return facts.get("driver") == "bot" and facts.get("channel_type") not in rules.FORUMS


def _adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    if "driver" not in facts:
        return network
    size = facts.get("max_bytes")
    given: dict[str, Any] = {"options": rules.options(facts)}
    if isinstance(size, int):
        given["posts"] = rules.posts(size)
    if facts["driver"] == "webhook":
        # A webhook cannot answer a message, cannot list what it said, and hears nothing.
        unproven = Proof(kind=ProofKind.NONE, settle=SETTLE)
        given |= {"connector": Webhook, "thread": None, "comment": None, "proof": unproven}
    return replace(network, **given)


NETWORK = Network(
    key="discord",
    name="Discord",
    badge="Di",
    tint=10,
    connector=Bot,
    server="https://discord.com",
    sign_ins=(
        SignIn(
            key="bot",
            name="Token of a bot",
            desk=BotDesk,
            fields=(
                Field(key="token", name="Token", secret=True, help="Portal → Bot → Token."),
                Field(
                    key="channel",
                    name="Channel",
                    optional=True,
                    help="Its address or number. Empty: every channel that the bot sees.",
                ),
            ),
        ),
        SignIn(
            key="webhook",
            name="Address of a webhook",
            desk=WebhookDesk,
            fields=(
                Field(
                    key="url",
                    name="Address",
                    secret=True,
                    help="Channel settings → Integrations → Webhooks → Copy address.",
                ),
            ),
        ),
        SignIn(key="oauth", name="Choose a channel on Discord", desk=Journey, needs_app=True,
               scopes=(SCOPE,)),
    ),
    posts=rules.posts(),
    thread=ThreadRule(),
    comment=rules.COMMENT,
    options=rules.OPTIONS,
    # 50 calls a second for a bot; every channel's own bucket is told by headers
    # (docs.discord.com/developers/topics/rate-limits, 6 August 2026).
    pace=Pace(calls=50, per=timedelta(seconds=1), in_flight=4, read=pace.read),
    proof=Proof(
        kind=ProofKind.KEY,
        settle=SETTLE,
        looks=(timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=90),
               timedelta(minutes=4)),
        # `enforce_nonce` is checked "in the past few minutes" (docs.discord.com/developers/
        # resources/message, 6 August 2026): two minutes are the careful reading of few.
        repeat=timedelta(minutes=2),
        repeat_where=_honours_key,
    ),
    rhythm=Rhythm(per_week=5, source="our own judgement", apart=timedelta(hours=6)),
    refusal=refusal,
    adapt=_adapt,
    rendered=plain,
    editable=frozenset({"text", "title", "link", "options"}),
    handover=Handover(
        url="https://discord.com/channels/@me",
        steps=("Open Discord and your channel.", "Paste the text and add the files.", "Send."),
    ),
    checked=date(2026, 11, 21),
    sources=(
        "https://docs.discord.com/developers (6 August 2026)",
        "https://github.com/discord/discord-api-spec (18 July 2026)",
    ),
)  # fmt: skip
