"""What the page shows of a post: its tellings, what stands against them, and how they will look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.connect.network import Network
from antiphon.connect.rules import Option
from antiphon.kernel.problem import Problem, blocking
from antiphon.people.models import Member
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.publish.agenda import queries as agenda
from antiphon.publish.agenda.queries import said_before
from antiphon.publish.models import Wish
from antiphon.publish.states import Wished
from antiphon.tailor.choosing import Told, gathered, told_on
from antiphon.tailor.models import Variant
from antiphon.tailor.preview.threads import Tracked
from antiphon.tailor.sky import weather
from antiphon.tailor.telling import FORM, NO_POLL, NUMBERED, ONE_PART, Telling
from antiphon.web.pages.compose import fields, timing
from antiphon.web.pages.compose.fields import called
from antiphon.web.pages.compose.keeping import Kept
from antiphon.web.shown.against import Against, against
from antiphon.web.shown.looks import Look
from antiphon.web.shown.meter import Meter
from antiphon.work import clock


@dataclass(frozen=True, slots=True)
class Own:
    """Words of its own for an audience or a channel, and what they are told instead of."""

    row: Variant
    typed: Mapping[str, str]
    wrong: Sequence[Problem] = ()

    @property
    def name(self) -> str:
        """How the page calls it."""
        return called(self.row.channel_id, self.row.audience_id)

    @property
    def text(self) -> str | None:
        """Its words, as they were typed last; None where it follows."""
        return self.typed.get(f"tell.{self.name}.text", self.row.text)

    @property
    def comment(self) -> str | None:
        """Its first comment."""
        return self.typed.get(f"tell.{self.name}.comment", self.row.comment)

    @property
    def problems(self) -> list[Problem]:
        """What stands against keeping it."""
        return [one for one in self.wrong if one.field.startswith(f"tell.{self.name}.")]


@dataclass(frozen=True)
class Choice:
    """One option of a network, with what is chosen."""

    network: Network
    option: Option
    chosen: Any

    @property
    def name(self) -> str:
        """Its field."""
        return f"opt.{self.network.key}.{self.option.key}"

    @property
    def is_open(self) -> bool:
        """Whether nothing needs to be chosen."""
        return self.option.default is None and "" not in dict(self.option.choices)

    @property
    def value(self) -> Any:
        """What the field shows."""
        given = self.option.default if self.chosen is None else self.chosen
        return "\n".join(given) if isinstance(given, list) else given


@dataclass(frozen=True)
class Tab:
    """One channel: what it tells, from whom it has it, and what only it lets one choose."""

    channel: Channel
    network: Network
    label: str
    owns: tuple[Own, ...]
    looks: tuple[Look, ...]
    files: tuple[str, ...] = ()
    """The post's own."""
    options: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = True
    """Whether its network's options stand here; of several channels at the first."""

    @property
    def key(self) -> str:
        """How the page calls it."""
        return str(self.channel.pk)

    @property
    def follows(self) -> str:
        """From whom it has its words, in a sentence."""
        told = [look.telling for look in self.looks if look.telling.variants]
        if told:
            return told[0].reason
        return _("It follows “Everywhere”.")

    @property
    def inherited(self) -> str:
        """The words that it has from there."""
        return self.looks[0].telling.text if self.looks else ""

    @property
    def own(self) -> Own | None:
        """What it tells everybody there, where that is its own."""
        return next(
            (one for one in self.owns if not one.row.audience_id and one.text is not None), None
        )

    @property
    def to_some(self) -> list[Own]:
        """What it tells some of its people only."""
        return [one for one in self.owns if one.row.audience_id]

    @property
    def is_wrong(self) -> bool:
        """Whether something stands against it."""
        return any(look.blocking for look in self.looks)

    @property
    def choices(self) -> list[Choice]:
        """The options of the network, with what is chosen."""
        rows = self.network.options if self.alone else ()
        return [Choice(self.network, one, self.options.get(one.key)) for one in rows]

    @property
    def ours(self) -> dict[str, Any]:
        """What we let one choose: form, parts, poll."""
        forms = [*self.network.posts]
        return {
            "forms": forms if len(forms) > 1 else [], "form": self.options.get(FORM, ""),
            "threads": self.network.thread is not None,
            "numbered": self.options.get(NUMBERED), "one_part": self.options.get(ONE_PART),
            "no_poll": self.options.get(NO_POLL),
        }  # fmt: skip

    @property
    def left_out(self) -> set[str]:
        """The post's files that it does not show."""
        row = next((one.row for one in self.owns if not one.row.audience_id), None)
        if row is None or row.assets is None:
            return set()
        return {*self.files} - {one["asset"] for one in row.assets}


FIELDS = frozenset({*fields.PLAIN, "tags", "poll", "tell", "time", "at"})
"""Fields below which it stands why they were refused."""
NEVER_KEPT = 0
"""The version of a post that is nowhere yet."""


def _nothing(post: Post) -> Told:
    """What there is to tell of a post that is nowhere yet."""
    today = clock.here().date()
    return Told(post, (), (), {}, weather.days(today, weather.none), today)


class Desk:
    """A post in the hands of somebody who writes; looked up once."""

    def __init__(  # noqa: PLR0913 -- said by name
        self,
        by: Member,
        post: Post,
        typed: Mapping[str, str] | None = None,
        wrong: Iterable[Problem] = (),
        *,
        twins: bool = False,
        kept: Kept | None = None,
    ) -> None:
        self.twins = twins
        self.by, self.post, self.typed, self.wrong = by, post, typed or {}, list(wrong)
        self.is_new = post.version == NEVER_KEPT
        self.kept = kept or self._looked_up()
        self.told, self.wish = self.kept.told, self.kept.wish
        self.channels = self.kept.channels

    def _looked_up(self) -> Kept:
        rows = list(channels.channels(self.by.workspace))
        if self.is_new:
            return Kept(_nothing(self.post), None, rows)
        self.post.workspace = self.by.workspace
        return Kept(gathered(self.post), agenda.meant(self.post), rows)

    def point_at(self, wish: Wish) -> None:
        """Begin with an hour and channels that somebody pointed at elsewhere."""
        self.wish, self.kept = wish, Kept(self.told, wish, self.channels)

    @property
    def token(self) -> str:
        """The version that is shown."""
        return self.kept.token

    @property
    def is_open(self) -> bool:
        """Whether words can be changed as it is now."""
        return self.post.state == State.DRAFT

    @cached_property
    def chosen(self) -> list[Channel]:
        """The channels that it is meant for."""
        named = set(self.kept.named)
        return [row for row in self.channels if row.pk in named]

    @cached_property
    def tellings(self) -> list[Telling]:
        """What each of them tells."""
        return told_on(self.chosen, self.told)

    @cached_property
    def looks(self) -> list[Look]:
        """How each telling will look, and what stands against it."""
        twins = said_before(self.tellings) if self.twins else []
        return [
            Look(one, tuple(problem for twin, problem in twins if twin is one))
            for one in self.tellings
        ]

    @cached_property
    def owns(self) -> list[Own]:
        """All that is told otherwise."""
        return [Own(row, self.typed, self.wrong) for row in self.told.variants]

    @property
    def everywhere(self) -> list[Own]:
        """What an audience is told on whatever channel."""
        return [one for one in self.owns if one.row.channel_id is None]

    @cached_property
    def tabs(self) -> list[Tab]:
        """One for each channel."""
        looks: dict[Any, list[Look]] = defaultdict(list)
        for look in self.looks:
            looks[look.telling.channel.pk].append(look)
        mine: dict[Any, list[Own]] = defaultdict(list)
        for own in self.owns:
            mine[own.row.channel_id].append(own)
        seen: dict[str, int] = {}
        for row in self.chosen:
            seen[row.network] = seen.get(row.network, 0) + 1
        first: set[str] = set()
        files = tuple(id for id, _alt in self.kept.files)
        found = []
        for row in self.chosen:
            network = network_of(row)
            label = network.name if seen[row.network] == 1 else row.handle or row.name
            options = self.post.options.get(row.network, {})
            found.append(
                Tab(row, network, label, tuple(mine[row.pk]), tuple(looks[row.pk]), files,
                    options, row.network not in first)
            )  # fmt: skip
            first.add(row.network)
        return found

    @property
    def is_sendable(self) -> bool:
        """Whether it can be given an hour now."""
        planned = self.wish is not None and self.wish.state in {Wished.GRANTED, Wished.OPEN}
        return self.is_open or (self.post.state == State.APPROVED and not planned)

    @cached_property
    def must_ask(self) -> bool:
        """Whether others must agree before it goes out."""
        return self.post.state != State.APPROVED and plans.needed(self.by.workspace) > 0

    @property
    def tags(self) -> str:
        """Its hashtags, as they are typed."""
        return ", ".join(self.post.tags)

    @property
    def tracked(self) -> Tracked | None:
        """What its link becomes, as the first channel tells it."""
        return next((look.tracked for look in self.looks if look.tracked), None)

    @cached_property
    def against(self) -> list[Against]:
        """What stands against it, each thing once."""
        return against(self.looks)

    @property
    def strays(self) -> list[Problem]:
        """What was refused and has no field of its own to stand below."""
        return [
            one
            for one in self.wrong
            if one.rule == "unknown_field" or one.field.partition(".")[0] not in FIELDS
        ]

    @property
    def clear(self) -> list[str]:
        """The channels against which nothing stands."""
        return [tab.label for tab in self.tabs if not any(look.problems for look in tab.looks)]

    @cached_property
    def meter(self) -> Meter:
        """How much room is left where it is least."""
        return Meter.of([look for look in self.looks if not look.telling.variants])

    @property
    def blocking(self) -> list[Problem]:
        """Everything that forbids sending."""
        return blocking(problem for look in self.looks for problem in look.problems)

    @property
    def price(self) -> int:
        """What sending costs, in thousandths of a US dollar."""
        return sum(look.price for look in self.looks)

    @property
    def dollars(self) -> str:
        """The same, in dollars."""
        return f"{self.price / 1000:.2f}"

    @cached_property
    def when(self) -> timing.When:
        """When it is meant to go out."""
        return timing.of(self.wish, self.by.workspace)
