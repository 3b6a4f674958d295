"""How a long text becomes a thread, part by part, with what each counts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from antiphon.connect.problems import rule_for
from antiphon.connect.values import Step
from antiphon.tailor import links
from antiphon.tailor.actions.links import PATH, tagged
from antiphon.tailor.telling import Telling

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread, or the first comment below it."""

    text: str
    step: Step
    count: int
    limit: int | None
    unit: str

    @property
    def fits(self) -> bool:
        """Whether the network takes it for its length."""
        return self.limit is None or self.count <= self.limit


@dataclass(frozen=True, slots=True)
class Tracked:
    """Where the link of a telling leads, and what it will look like."""

    target: str
    """With its tags."""
    shown: str
    """As it stands in the text; the last letters are drawn when it goes out."""


def parts(telling: Telling) -> list[Part]:
    """What goes out one after the other, and how long each is in the network's own measure.

    A line of three hyphens or more begins a new part, where the network has threads.
    """
    found = []
    for parcel in telling.parcels("", _SOME_TIME, fit=False):
        rule = rule_for(parcel, telling.network)
        measure = rule.text.measures[0] if rule else None
        count = measure.count(parcel.text) if measure else len(parcel.text)
        limit, unit = (measure.limit, measure.unit) if measure else (None, "characters")
        found.append(Part(parcel.text, parcel.step, count, limit, unit))
    return found


def tracked(telling: Telling) -> Tracked | None:
    """What the telling's link becomes; none where it has no link."""
    if not telling.link:
        return None
    target = tagged(telling)
    if not settings.BEHIND_TLS:
        return Tracked(target, target)
    return Tracked(target, f"{settings.PUBLIC_URL}{PATH}{'•' * links.CODE}")
