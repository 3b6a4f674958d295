"""The rules of one server, made from what it announced."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.rules import (
    Allowance,
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    PollRule,
    PostRule,
    TextRule,
)
from antiphon.connect.transport.pace import waiting_time
from antiphon.connect.values import Kind, PostType
from antiphon.networks.mastodon.length import counter
from antiphon.networks.mastodon.limits import Limits

QUOTES_SINCE = 7
"""The level from which a server lets one say who may quote (Mastodon 4.5)."""
SPAN = timedelta(minutes=5)
"""The window of the common limit: 300 calls (docs.joinmastodon.org/api/rate-limits, 2026-07)."""
_WITHOUT_POLLS = frozenset({"snac", "pixelfed"})
_NEEDS_MEDIA = frozenset({"pixelfed"})

# Images that we rather make, then what else is taken (instance document of 4.7.3, recorded).
# HEIC is converted by the server and therefore never made by us.
IMAGES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif")
GIFS = ("image/gif",)
VIDEOS = ("video/mp4", "video/webm", "video/quicktime", "video/ogg")

VISIBILITY = Option(
    key="visibility",
    name="Who sees it",
    kind=OptionKind.CHOICE,
    choices=(
        ("public", "Everybody"),
        ("unlisted", "Everybody, but not in public timelines"),
        ("private", "Followers only"),
        ("direct", "Only people mentioned"),
    ),
    help="Left out, the account's own setting counts.",
)
WARNING = Option(
    key="content_warning",
    name="Content warning",
    kind=OptionKind.TEXT,
    most=500,
    help="Hides the text until somebody opens it. It counts towards the length of the text.",
)
SENSITIVE = Option(
    key="sensitive",
    name="Hide the pictures until they are opened",
    kind=OptionKind.SWITCH,
    default=False,
)
QUOTES = Option(
    key="quotes",
    name="Who may quote it",
    kind=OptionKind.CHOICE,
    choices=(("public", "Everybody"), ("followers", "Followers"), ("nobody", "Nobody")),
    help="Only on servers that know quotes; posts for followers are never quoted.",
)
OPTIONS = (VISIBILITY, WARNING, SENSITIVE, QUOTES)


def posts(limits: Limits, software: str = "") -> dict[PostType, PostRule]:
    """What a post of each type may carry there; what the server does not take is left out."""
    text = TextRule(measures=(Measure(limit=limits.characters, count=counter(limits.per_url)),))
    files = {kind: rule for kind, rule in _files(limits).items() if rule.mimes}
    rules = {
        PostType.TEXT: PostRule(text=text, needs_text=True),
        PostType.POLL: PostRule(text=text, needs_text=True, poll=_poll(limits)),
    }
    for type, kinds, most in _CARRIED:
        taken = {kind: files[kind] for kind in kinds if kind in files}
        media = MediaRule(files=taken, most=min(most, limits.files), least=1, alt_text=limits.alt)
        rules |= {type: PostRule(text=text, media=media)} if taken else {}
    unknown = {PostType.POLL} if software in _WITHOUT_POLLS else set()
    unknown |= {PostType.TEXT} if software in _NEEDS_MEDIA else set()
    return {type: rule for type, rule in rules.items() if type not in unknown}


# Several pictures or one film: mixed is refused (docs, recorded 422).
_CARRIED = (
    (PostType.IMAGES, (Kind.IMAGE, Kind.GIF), 1_000),
    (PostType.GIF, (Kind.GIF,), 1),
    (PostType.VIDEO, (Kind.VIDEO,), 1),
)


def _files(limits: Limits) -> dict[Kind, FileRule]:
    size, pixels = limits.image_bytes, limits.image_pixels
    return {
        Kind.IMAGE: FileRule(mimes=_taken(limits, IMAGES), max_bytes=size, max_pixels=pixels),
        Kind.GIF: FileRule(mimes=_taken(limits, GIFS), max_bytes=size, max_pixels=pixels),
        Kind.VIDEO: FileRule(
            mimes=_taken(limits, VIDEOS),
            max_bytes=limits.video_bytes,
            max_pixels=limits.video_pixels,
            max_fps=limits.video_fps,
        ),
    }


def _poll(limits: Limits) -> PollRule:
    return PollRule(
        choices=(2, limits.choices),
        choice=Measure(limit=limits.choice_characters),
        closes_after=(timedelta(seconds=limits.poll_from), timedelta(seconds=limits.poll_to)),
        multiple=True,
    )


def _taken(limits: Limits, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those that the server lists, where it lists any."""
    return tuple(mime for mime in wanted if mime in limits.mimes) if limits.mimes else wanted


def adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """The network as one server announced it; asked for every letter, so it is remembered."""
    if "limits" not in facts:
        return network
    told = tuple((name, _still(value)) for name, value in sorted(facts["limits"].items()))
    given = _given(told, str(facts.get("software", "")), level(facts))
    return replace(network, **given)


@lru_cache(maxsize=1024)
def _given(told: tuple[tuple[str, Any], ...], software: str, api: int) -> dict[str, Any]:
    rules = posts(Limits.of({"limits": dict(told)}), software)
    unknown = set() if api >= QUOTES_SINCE else {QUOTES.key}
    return {
        "posts": rules,
        "comment": PostRule(text=next(iter(rules.values())).text, needs_text=True),
        "options": tuple(one for one in OPTIONS if one.key not in unknown),
    }


def _still(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def level(facts: Mapping[str, Any]) -> int:
    """The level of abilities that the server announced; 0 where it names none."""
    told = facts.get("api")
    return told if isinstance(told, int) else 0


def allowances(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left of the common limit; the longer ones (posts, uploads) stop only themselves.

    `X-RateLimit-Reset` is an ISO 8601 time, epoch seconds on a few forks (recorded; unverified).
    """
    left, resets = headers.get("x-ratelimit-remaining"), headers.get("x-ratelimit-reset")
    wait = waiting_time(resets, at=at)
    if left is None or not left.isdigit() or wait is None or wait > SPAN:
        return []
    return [Allowance(bucket="calls", left=int(left), resets_at=at.astimezone(UTC) + wait)]
