"""Which words a channel tells to whom: the order of the design, as plain code.

For every channel, in this order: the variant written for that very channel; the variant whose
audience covers the channel's people; the network's own targeting, where the channel reaches people
of several audiences; an audience that covers most of them; the post itself. A variant for one
audience on one channel comes before all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.connect.network import Network
from antiphon.connect.values import Targeting
from antiphon.kernel.problem import Problem, Weight
from antiphon.media.models import Asset
from antiphon.plan.models import Post
from antiphon.tailor import queries, targeting
from antiphon.tailor.audiences import asks, coverage, meets
from antiphon.tailor.models import Audience, Variant
from antiphon.tailor.packing import File
from antiphon.tailor.sky import weather
from antiphon.tailor.sky.weather import Days
from antiphon.tailor.telling import NO_POLL, Telling, poll_of
from antiphon.work import clock

MAJORITY = 0.5
"""From here on an audience may speak for a channel whose network cannot choose people."""
WHOLE = 0.999
"""From here on it covers everybody there, and nobody needs to be chosen."""

INHERITED = ("text", "title", "language", "link", "comment")


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant that a channel may tell, and how much of its people the audience covers."""

    variant: Variant
    audience: Audience
    covers: float

    @property
    def rank(self) -> tuple[float, bool, int, float]:
        """The best covering first; then for this very channel, the more specific, the older."""
        made = self.audience.made_at.timestamp()
        return (
            -round(self.covers, 6),
            self.variant.channel_id is None,
            -asks(self.audience),
            made,
        )


@dataclass(frozen=True)
class Told:
    """Everything about a post that is looked up once for all channels."""

    post: Post
    variants: tuple[Variant, ...]
    files: tuple[File, ...]
    assets: dict[str, Asset]
    days: Days
    on: date


@dataclass(frozen=True, slots=True)
class Here:
    """One channel, and what is to be told."""

    channel: Channel
    network: Network
    told: Told


def tellings(
    post: Post,
    channels: Iterable[Channel],
    *,
    on: date | None = None,
    sky: weather.Weather | None = None,
) -> list[Telling]:
    """How each of these channels would tell the post on that day: one telling, or several."""
    return told_on(channels, gathered(post, on=on, sky=sky))


def told_on(channels: Iterable[Channel], told: Told) -> list[Telling]:
    """The same, of what was looked up before: nothing more is asked of the database."""
    return [telling for channel in channels for telling in _on(channel, told)]


def gathered(post: Post, *, on: date | None = None, sky: weather.Weather | None = None) -> Told:
    """Everything that tellings of a post are made of, in as few questions as there are tables."""
    day = on or clock.here().date()
    variants = tuple(queries.variants(post))
    ids = {file["asset"] for variant in variants for file in variant.assets or []}
    assets = Asset.objects.filter(workspace=post.workspace_id, pk__in=ids)
    own = post.files.select_related("asset").prefetch_related("asset__renditions")
    return Told(
        post=post,
        variants=variants,
        files=tuple(File(file.asset, file.alt or file.asset.alt) for file in own.order_by("place")),
        assets={str(asset.pk): asset for asset in assets.prefetch_related("renditions")},
        days=weather.days(day, sky or weather.asked()),
        on=day,
    )


def _on(channel: Channel, told: Told) -> Iterator[Telling]:
    here = Here(channel, network_of(channel), told)
    written, choices = _for_all(here), _choices(here)
    if written and written.text is not None:
        choices = [choice for choice in choices if choice.variant.channel_id]
    best = choices[0] if choices else None
    if best and best.covers >= WHOLE:
        yield _covering(here, best)
    elif apart := _apart(here, choices, written):
        yield from apart
    elif best and best.covers >= MAJORITY:
        yield _covering(here, best)
    elif written:
        yield _telling(here, [written], reason="It was written for this channel.")
    else:
        yield _telling(here, [], reason=_why_plain(choices))


def _for_all(here: Here) -> Variant | None:
    """The variant for everybody on this very channel."""
    return next(
        (
            variant
            for variant in here.told.variants
            if variant.channel_id == here.channel.pk and variant.audience is None
        ),
        None,
    )


def _choices(here: Here) -> list[Choice]:
    """One for each audience that the channel may reach, the best first."""
    found: dict[object, Choice] = {}
    for variant in here.told.variants:
        audience = variant.audience
        if audience is None or variant.channel_id not in {None, here.channel.pk}:
            continue
        if variant.channel_id is None and audience.pk in found:
            continue
        covers = coverage(audience, here.channel, here.told.days)
        if covers or meets(audience, here.channel, here.told.days):
            found[audience.pk] = Choice(variant, audience, covers)
    return sorted(found.values(), key=lambda choice: choice.rank)


def _apart(here: Here, choices: list[Choice], written: Variant | None) -> list[Telling]:
    """A telling for each audience that the network itself can choose, and one for all others."""
    chosen: list[tuple[Choice, Targeting]] = []
    for choice in sorted(choices, key=lambda choice: (-asks(choice.audience), choice.rank)):
        aim = targeting.wanted(choice.audience, here.channel, here.told.days)
        aim = aim and targeting.apart(aim, [other for _choice, other in chosen])
        if aim and targeting.can(here.network, here.channel, aim):
            chosen.append((choice, aim))
    others = _others(here, chosen, written)
    if not chosen or (len(chosen) == 1 and others is None):
        return []
    found = [
        _telling(
            here,
            _with_whole(choice.variant, here),
            audience=choice.audience,
            aim=aim,
            reason=f"{here.network.name} shows it to “{choice.audience}” only.",
        )
        for choice, aim in chosen
    ]
    if others is None:
        return [replace(telling, notes=(_NOBODY_ELSE,)) for telling in found]
    return [*found, *others]


_NOBODY_ELSE = Problem(
    field="targeting",
    rule="others_left_out",
    say="Whoever belongs to none of these audiences sees nothing on this channel: "
    "the network cannot show it to “everybody else”.",
    weight=Weight.WARNS,
)


def _others(
    here: Here, chosen: list[tuple[Choice, Targeting]], written: Variant | None
) -> list[Telling] | None:
    """The telling for those whom nobody chose: none if there are none; None if it cannot be."""
    if sum(choice.covers for choice, _aim in chosen) >= WHOLE:
        return []
    aim = targeting.rest(here.channel, [aim for _choice, aim in chosen])
    if aim is None or not (aim.countries and targeting.can(here.network, here.channel, aim)):
        return None
    reason = f"{here.network.name} shows it to everybody else here."
    return [_telling(here, [written] if written else [], aim=aim, reason=reason)]


def _covering(here: Here, choice: Choice) -> Telling:
    weather_of = "today" if choice.audience.live else f"in {here.told.on:%B}"
    when = f" {weather_of}" if choice.audience.climates else ""
    share = f"{choice.covers:.0%}" if choice.covers < WHOLE else "all"
    return _telling(
        here,
        _with_whole(choice.variant, here),
        audience=choice.audience,
        reason=f"“{choice.audience}” covers {share} of whom this channel reaches{when}.",
    )


def _with_whole(variant: Variant, here: Here) -> list[Variant]:
    """The variant, then what it inherits from: on a channel the audience's, then the channel's."""
    others = [
        other
        for other in here.told.variants
        if other.pk != variant.pk
        and (
            (other.channel_id is None and other.audience_id == variant.audience_id)
            or (other.channel_id == here.channel.pk and other.audience_id is None)
        )
    ]
    return [variant, *sorted(others, key=lambda other: other.audience_id is None)]


def _why_plain(choices: list[Choice]) -> str:
    if not choices:
        return "Nothing was written for this channel or its people: the post's own words."
    return "No audience covers most of whom this channel reaches: the post's own words."


def _telling(
    here: Here,
    variants: list[Variant],
    *,
    reason: str,
    audience: Audience | None = None,
    aim: Targeting | None = None,
) -> Telling:
    post = here.told.post
    said: dict[str, Any] = {name: _said(post, variants, name) for name in INHERITED}
    options = dict(post.options.get(here.network.key, {}))
    for variant in reversed(variants):
        options |= variant.options or {}
    return Telling(
        post=post,
        channel=here.channel,
        network=here.network,
        audience=audience,
        variants=tuple(variants),
        reason=reason,
        **said,
        tags=tuple(post.tags),
        poll=None if options.get(NO_POLL) else poll_of(post.poll),
        options=options,
        files=_files(here.told, variants),
        targeting=aim or Targeting(),
    )


def _said(post: Post, variants: list[Variant], name: str) -> str:
    """The first that says something, else the post's own."""
    for variant in variants:
        if (value := getattr(variant, name)) is not None:
            return str(value)
    return str(getattr(post, name))


def _files(told: Told, variants: list[Variant]) -> tuple[File, ...]:
    for variant in variants:
        if variant.assets is not None:
            found = [(told.assets.get(file["asset"]), file["alt"]) for file in variant.assets]
            return tuple(File(asset, alt or asset.alt) for asset, alt in found if asset)
    return told.files
