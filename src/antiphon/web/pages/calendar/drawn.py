"""How a chip looks, and where it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.registry import network
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.calendar.values import Chip, Free
from antiphon.web.shown.states import Look, look

BADGES = 3  # that fit; of more only two, and how many besides
OPENS, ROWS = 6, 68  # a week shows from six to eleven at night, in quarters of an hour
NOBODY = UUID(int=0)


@dataclass(slots=True)
class Drawn:
    """A chip, or a free hour, as a template wants it."""

    name: str
    time: str
    address: str
    look: Look | None = None
    post: str = ""
    at: str = ""
    badges: tuple[Network, ...] = ()
    more: int = 0
    moves: bool = False
    quarter: int = 0
    lane: str = ""
    """Beside which others it stands."""

    @property
    def place(self) -> str:
        """Where a week draws it."""
        return f"{self.quarter} {self.lane}"


@dataclass(frozen=True, slots=True)
class Links:
    """Where chips and days lead; the addresses are looked up once for a page."""

    compose: str
    post: str
    publication: str

    @classmethod
    def of(cls, by: Member) -> "Links":
        """Those of a workspace."""
        slug = by.workspace.slug
        one = _address("compose_post", slug, NOBODY).replace(str(NOBODY), "{}")
        publication = _address("publication", slug, NOBODY).replace(str(NOBODY), "{}")
        return cls(_address("compose", slug), one, publication)

    def to(self, chip: Chip) -> str:
        """To the publication once something became of it, else to the post."""
        if chip.publication and chip.state not in {PostState.REVIEW, "waiting"}:
            return self.publication.format(chip.publication)
        return self.post.format(chip.post)

    def free(self, hour: Free, at: datetime, row: Channel) -> Drawn:
        """A free hour, which leads to writing something for it."""
        asked = urlencode({"at": f"{at:%Y-%m-%dT%H:%M}", "channel": hour.channel})
        address = f"{self.compose}?{asked}" if self.compose else ""
        return Drawn(str(row), f"{at:%H:%M}", address, quarter=_quarter(at))


def draw(chip: Chip, links: Links, zone: str) -> Drawn:
    """A chip as it is drawn."""
    at = local(chip.at, zone)
    return Drawn(
        name=chip.name,
        time=f"{at:%H:%M}",
        address=links.to(chip),
        look=look(chip.state),
        post=str(chip.post),
        at=chip.at.isoformat(),
        **_badges(chip.networks),
        moves=not chip.is_out,
        quarter=_quarter(at),
    )


def draw_post(post: Post, links: Links) -> Drawn:
    """A post without a time as it lies in the tray."""
    keys = getattr(post, "networks", ())
    return Drawn(
        name=" ".join((post.title or post.text[:120]).split()),
        time="",
        address=links.post.format(post.pk),
        look=look(post.state),
        post=str(post.pk),
        **_badges(keys),
        moves=True,
    )


def _badges(keys: Sequence[str]) -> dict[str, Any]:
    shown = keys if len(keys) <= BADGES else keys[: BADGES - 1]
    return {"badges": tuple(network(key) for key in shown), "more": len(keys) - len(shown)}


def side_by_side(chips: Iterable[Drawn], tall: int = 3) -> list[Drawn]:
    """Chips of a day so that none covers another: up to three beside each other."""
    shown: list[Drawn] = []
    group: list[Drawn] = []
    for chip in chips:
        if group and chip.quarter >= group[-1].quarter + tall:
            shown += _beside(group)
            group = []
        group.append(chip)
    return shown + _beside(group)


def _beside(group: list[Drawn]) -> list[Drawn]:
    kept = group[:3]
    for place, chip in enumerate(kept, 1):
        chip.lane = f"of-{len(kept)} at-{place}" if len(kept) > 1 else ""
    return kept


def _quarter(at: datetime) -> int:
    row = (at.hour - OPENS) * 4 + at.minute // 15
    return min(max(row, 0), ROWS - 3)


def _address(name: str, *given: object) -> str:
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""
