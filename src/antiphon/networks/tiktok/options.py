"""What can be chosen per post: as TikTok's rules for programs demand, and as the account allows.

Source: developers.tiktok.com/doc/content-sharing-guidelines (2026-11-21): a person chooses who can
see it (no choice is made beforehand), comments, duets and stitches begin switched off, and a post
that advertises says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.rules import MediaRule, Option, OptionKind, PostRule
from antiphon.connect.values import Kind, PostType
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.connector import Creator
from antiphon.networks.tiktok.creator import BUSINESS, CREATOR

GB = 1024**3
_VIDEO, _IMAGES = frozenset({PostType.VIDEO}), frozenset({PostType.IMAGES})

OPTIONS = (
    Option(
        key="privacy",
        name="Who can see it",
        kind=OptionKind.CHOICE,
        choices=(
            (wire.PUBLIC, "Everyone"),
            ("FOLLOWER_OF_CREATOR", "Followers"),
            ("MUTUAL_FOLLOW_FRIENDS", "Friends: followers you follow back"),
            (wire.PRIVATE, "Only me"),
            (wire.INBOX, "I finish it in the TikTok app, where it waits in the inbox"),
        ),
        needed=True,
        help="By posting, you agree to TikTok's Music Usage Confirmation. Branded content cannot "
        "be seen by “Only me”.",
    ),
    Option(key="comments", name="Allow comments", kind=OptionKind.SWITCH, default=False),
    Option(key="duets", name="Allow duets", kind=OptionKind.SWITCH, default=False, types=_VIDEO),
    Option(
        key="stitches", name="Allow stitches", kind=OptionKind.SWITCH, default=False, types=_VIDEO
    ),
    Option(
        key="your_brand",
        name="It promotes yourself or your own business",
        kind=OptionKind.SWITCH,
        default=False,
        help="TikTok labels it “Promotional content”.",
    ),
    Option(
        key="branded_content",
        name="It promotes another brand or a third party",
        kind=OptionKind.SWITCH,
        default=False,
        help="TikTok labels it “Paid partnership”. By posting, you agree to TikTok's Branded "
        "Content Policy and Music Usage Confirmation.",
    ),
    Option(
        key="made_with_ai",
        name="Made with AI",
        kind=OptionKind.SWITCH,
        default=False,
        types=_VIDEO,
    ),
    Option(
        key="music",
        name="Let TikTok add music",
        kind=OptionKind.SWITCH,
        default=False,
        types=_IMAGES,
    ),
    Option(
        key="cover",
        name="Cover: milliseconds from the start",
        kind=OptionKind.NUMBER,
        most=600_000,
        types=_VIDEO,
    ),
    Option(
        key="front",
        name="Which picture stands in front",
        kind=OptionKind.NUMBER,
        most=35,
        types=_IMAGES,
    ),
)
_CLOSES = {switch: name for name, switch in wire.SWITCHES.items()}
"""Our switches and what an account may have switched off for all its posts."""


def adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """The network as one account may use it: its own choices, its longest video, its API."""
    if "family" not in facts:
        return network
    options = tuple(_narrowed(one, facts) for one in network.options if _is_open(one, facts))
    fitted = replace(network, options=options, posts=_timed(network, facts))
    if facts["family"] != CREATOR:
        return fitted
    return replace(fitted, connector=Creator, comment=None)


def _is_open(option: Option, facts: Mapping[str, Any]) -> bool:
    return _CLOSES.get(option.key) not in (facts.get("off") or ())


def _narrowed(option: Option, facts: Mapping[str, Any]) -> Option:
    levels = facts.get("privacy")
    if option.key != "privacy" or not levels:
        return option
    kept = tuple(one for one in option.choices if one[0] in {*levels, wire.INBOX})
    return replace(option, choices=kept)


def _timed(network: Network, facts: Mapping[str, Any]) -> Mapping[PostType, PostRule]:
    """Videos no longer than this account may post, and no larger than its API takes."""
    rule = network.posts.get(PostType.VIDEO)
    if rule is None or rule.media is None:
        return network.posts
    file = rule.media.files[Kind.VIDEO]
    if facts["family"] == BUSINESS:
        file = replace(file, max_bytes=GB)
    whole = file.max_seconds or 0.0
    seconds = min(float(facts.get("longest") or whole), whole)
    media = MediaRule(
        files={Kind.VIDEO: replace(file, max_seconds=seconds)},
        most=rule.media.most,
        least=rule.media.least,
    )
    return {**network.posts, PostType.VIDEO: replace(rule, media=media)}
