"""How a chip looks, and where it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.calendar.values import Chip, Free
from antiphon.web.shown.states import Look, look
from antiphon.web.templatetags.shown import icon

BADGES = 3  # that fit; of more only two, and how many besides
OPENS, ROWS = 6, 68  # a week shows from six to eleven at night, in quarters of an hour
NOBODY = UUID(int=0)


@dataclass(slots=True)
class Drawn:
    """A chip, or a free hour, as a template wants it: a month draws a hundred, so all is ready."""

    name: str
    time: str
    address: str
    look: Look | None = None
    post: str = ""
    at: str = ""
    icon: str = ""
    badges: str = ""
    label: str = ""
    """All that it says, for who does not see it."""
    moving: str = ""
    """What its menu is called; nothing, where it cannot be moved."""
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
    looks: dict[str, SafeString] = field(default_factory=dict)
    """What was drawn before on this page."""

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
    drawn = Drawn(chip.name, f"{at:%H:%M}", links.to(chip), look(chip.state))
    drawn.post, drawn.at, drawn.quarter = str(chip.post), chip.at.isoformat(), _quarter(at)
    return _shown(drawn, chip.networks, links, moves=not chip.is_out)


def draw_post(post: Post, links: Links) -> Drawn:
    """A post without a time as it lies in the tray."""
    name = " ".join((post.title or post.text[:120]).split())
    drawn = Drawn(name, "", links.post.format(post.pk), look(post.state), str(post.pk))
    return _shown(drawn, getattr(post, "networks", ()), links, moves=True)


def _shown(drawn: Drawn, keys: Sequence[str], links: Links, *, moves: bool) -> Drawn:
    state = drawn.look or look(PostState.DRAFT)
    names = ", ".join(network(key).name for key in keys[:BADGES])
    drawn.name = drawn.name or _("(no text)")
    drawn.icon, drawn.badges = _icon(state.icon, links), _badges(tuple(keys), links)
    drawn.label = f"{drawn.time} {state.word}, {names}: {drawn.name}"
    drawn.moving = _("Move “%(name)s”") % {"name": drawn.name} if moves else ""
    return drawn


def _icon(name: str, links: Links) -> SafeString:
    if name not in links.looks:
        links.looks[name] = icon(name)
    return links.looks[name]


def _badges(keys: tuple[str, ...], links: Links) -> SafeString:
    known = " ".join(keys)
    if known not in links.looks:
        shown = keys if len(keys) <= BADGES else keys[: BADGES - 1]
        rows = ((one.tint, one.name, one.badge) for one in map(network, shown))
        drawn = format_html_join("", '<span class="badge tint-{}" title="{}">{}</span>', rows)
        left = len(keys) - len(shown)
        more = format_html('<span class="more">+{}</span>', left) if left else ""
        links.looks[known] = format_html("{}{}", drawn, more)
    return links.looks[known]


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
