"""When something can go out: the times on offer for a post and its channels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import Moment, local
from antiphon.plan.models import Post
from antiphon.publish.queue import queries as queue
from antiphon.tailor import hours
from antiphon.tailor.choosing import tellings
from antiphon.tailor.hours import Ears, Wave
from antiphon.work import clock


class Way(StrEnum):
    """How an hour is chosen."""

    NOW = "now"
    SLOT = "slot"
    AWAKE = "awake"


@dataclass(frozen=True, slots=True)
class Offer:
    """One time at which one channel could tell the post, and who hears it then."""

    way: Way
    channel: Channel
    at: Moment
    ears: tuple[Ears, ...]
    wave: Wave | None = None


def offers(post: Post, channels: Iterable[Channel], *, on: date | None = None) -> list[Offer]:
    """For each channel: now, its next free slot if it has one, and where each place is awake."""
    moment = clock.now()
    rows = list(channels)
    told = tellings(post, rows, on=on or moment.date())
    found: list[Offer] = []
    for channel in rows:
        mine = [telling for telling in told if telling.channel == channel]
        for way, at in _plain(channel, moment):
            found.append(Offer(way, channel, at, hours.ears(mine[0], at.instant)))
        day = on or local(moment, channel.time_zone).date()
        waves = hours.waves(mine, day, after=moment)
        found += [Offer(Way.AWAKE, channel, wave.at, wave.ears, wave) for wave in waves]
    return found


def hearing(post: Post, channels: Iterable[Channel], at: Moment) -> list[Offer]:
    """Who hears it where, and what their clocks show, if it goes out at that hour."""
    told = tellings(post, channels, on=at.instant.date())
    return [
        Offer(Way.NOW, telling.channel, at, hours.ears(telling, at.instant)) for telling in told
    ]


def on_walls(at: Moment, zones: Sequence[str]) -> dict[str, datetime]:
    """The same instant on the clocks of several places, each zone once."""
    return {name: local(at.instant, name) for name in dict.fromkeys(zones)}


def _plain(channel: Channel, moment: datetime) -> list[tuple[Way, Moment]]:
    zone = channel.time_zone
    now = Moment(local(moment, zone).replace(tzinfo=None), zone, 0, moment)
    try:
        return [(Way.NOW, now), (Way.SLOT, queue.next_free(channel))]
    except BadInputError:
        return [(Way.NOW, now)]
