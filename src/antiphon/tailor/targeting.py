"""An audience in the words of a network that can choose people by itself; pure."""

from collections.abc import Iterable
from dataclasses import replace

from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.values import Targeting
from antiphon.plan import codes
from antiphon.tailor.audiences import suits
from antiphon.tailor.models import Audience
from antiphon.tailor.sky import places
from antiphon.tailor.sky.weather import Days

LISTS = ("countries", "regions", "cities", "languages", "genders")
MOSTLY = 0.5
"""A country counts as hot when it is hot for at least half of the people in its cities."""


def wanted(audience: Audience, channel: Channel, days: Days) -> Targeting | None:
    """Whom the network would have to choose; None when it would be nobody that we can name."""
    countries = _countries(audience, channel, days)
    if countries is None:
        return None
    return Targeting(
        countries=countries,
        regions=tuple(audience.regions),
        cities=tuple(audience.cities),
        languages=tuple(audience.languages),
        age_from=audience.age_from,
        age_to=audience.age_to,
        genders=tuple(audience.genders),
    )


def can(network: Network, channel: Channel, targeting: Targeting) -> bool:
    """Whether the network can choose these people for this kind of account."""
    rule = network.targeting
    if rule.kinds and channel.kind not in rule.kinds:
        return False
    able = rule.restricts | rule.addresses
    for name in (*LISTS, "age_from", "age_to"):
        value = getattr(targeting, name)
        if value and (
            name not in able
            or (isinstance(value, tuple) and len(value) > rule.most.get(name, len(value)))
            or (name == "age_from" and rule.age_from and value not in rule.age_from)
        ):
            return False
    return bool(targeting)


def apart(targeting: Targeting, others: Iterable[Targeting]) -> Targeting | None:
    """The targeting without whom others already have; None when it cannot be told apart."""
    for other in others:
        if _is_disjoint(targeting, other):
            continue
        left = tuple(code for code in targeting.countries if code not in other.countries)
        if not left or not _is_only(other, "countries"):
            return None
        targeting = replace(targeting, countries=left)
    return targeting


def rest(channel: Channel, others: Iterable[Targeting]) -> Targeting | None:
    """The countries that are left when others have had theirs; None when that cannot be said."""
    told = [*others]
    if not all(_is_only(other, "countries") for other in told):
        return None
    taken = {code for other in told for code in other.countries}
    everywhere = channel.countries or list(codes.countries())
    left = tuple(code for code in everywhere if code not in taken)
    return Targeting(countries=left)


def _countries(audience: Audience, channel: Channel, days: Days) -> tuple[str, ...] | None:
    """The countries of the audience that the channel reaches and where it is as asked."""
    reached = set(channel.countries) or None
    named = audience.countries or (channel.countries if audience.climates else [])
    if not named and audience.climates:
        named = list(codes.countries())
    found = [code for code in named if reached is None or code in reached]
    if audience.climates:
        found = [code for code in found if _is_there(audience, code, days)]
    if named and not found:
        return None
    return tuple(found)


def _is_there(audience: Audience, country: str, days: Days) -> bool:
    sky, cities = days.sky(live=audience.live), places.cities_of(country)
    there = sum(place.people for place in cities if suits(audience.climates, sky(place)))
    return bool(cities) and there >= MOSTLY * sum(place.people for place in cities)


def _is_only(targeting: Targeting, name: str) -> bool:
    others = (n for n in (*LISTS, "age_from", "age_to", "facets") if n != name)
    return bool(getattr(targeting, name)) and not any(getattr(targeting, n) for n in others)


def _is_disjoint(one: Targeting, other: Targeting) -> bool:
    for name in LISTS:
        here, there = ({v.casefold() for v in getattr(t, name)} for t in (one, other))
        if name == "languages":
            here, there = ({tag.partition("-")[0] for tag in tags} for tags in (here, there))
        if here and there and not here & there:
            return True
    return (one.age_to or 200) < (other.age_from or 0) or (other.age_to or 200) < (
        one.age_from or 0
    )
