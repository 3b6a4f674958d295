"""Who sees what: every audience, what it is told, and where nobody reaches it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from antiphon.channels.models import Channel
from antiphon.kernel.problem import Problem, Weight
from antiphon.plan.models import Post
from antiphon.tailor import queries
from antiphon.tailor.audiences import meets
from antiphon.tailor.choosing import Told, gathered, told_on
from antiphon.tailor.models import Audience, Variant
from antiphon.tailor.sky import weather
from antiphon.tailor.sky.weather import Days
from antiphon.tailor.telling import Telling


@dataclass(frozen=True, slots=True)
class Sight:
    """What one audience sees of a post."""

    audience: Audience
    variant: Variant | None
    """What was written for it, if anything was."""
    tellings: tuple[Telling, ...]
    """What its people can see, the one made for them first."""
    warning: Problem | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Through which channels."""
        return tuple(telling.channel for telling in self.tellings)


def who_sees_what(
    post: Post,
    channels: Iterable[Channel],
    *,
    on: date | None = None,
    sky: weather.Weather | None = None,
) -> list[Sight]:
    """Every audience of the workspace and what it sees; with a warning where that is nothing."""
    told = gathered(post, on=on, sky=sky)
    return sights(queries.audiences(post.workspace), told, told_on(channels, told))


def sights(audiences: Iterable[Audience], told: Told, tellings: Sequence[Telling]) -> list[Sight]:
    """What each of these audiences sees of what the channels tell."""
    written = {row.audience_id: row for row in told.variants if row.channel_id is None}
    found = []
    for audience in audiences:
        own = [telling for telling in tellings if telling.audience == audience]
        other = [
            telling
            for telling in tellings
            if telling.audience != audience and _may_see(audience, telling, told.days)
        ]
        seen = (*own, *other)
        variant = written.get(audience.pk)
        found.append(Sight(audience, variant, seen, _warning(audience, variant, own, other)))
    return found


def _may_see(audience: Audience, telling: Telling, days: Days) -> bool:
    aim = telling.targeting
    codes = {code.upper() for code in audience.countries}
    if aim.countries and codes and not codes & set(aim.countries):
        return False
    return meets(audience, telling.channel, days) and (
        not aim or meets(audience, _Aimed(telling), days)
    )


class _Aimed:
    """Whom a telling reaches when its network chooses: the channel's people, narrowed."""

    def __init__(self, telling: Telling) -> None:
        channel, aim = telling.channel, telling.targeting
        self.countries = [*aim.countries] or channel.countries
        self.regions = [*aim.regions] or channel.regions
        self.cities = [*aim.cities] or channel.cities
        self.languages = [*aim.languages] or channel.languages
        self.genders = [*aim.genders] or channel.genders
        self.age_from = aim.age_from if aim.age_from is not None else channel.age_from
        self.age_to = aim.age_to if aim.age_to is not None else channel.age_to


def _warning(
    audience: Audience, variant: Variant | None, own: list[Telling], other: list[Telling]
) -> Problem | None:
    if not own and not other:
        say = f"Nobody in “{audience}” sees it: none of these channels reaches them."
        return Problem(field="audience", rule="nobody", say=say, weight=Weight.WARNS)
    if variant and not own:
        say = f"“{audience}” has its own words, but no channel tells them; it sees others'."
        return Problem(field="audience", rule="other_words", say=say, weight=Weight.WARNS)
    return None
