"""What the page shows of a post: its tellings, what stands against them, and how they will look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
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
from antiphon.tailor.preview.threads import Tracked
from antiphon.tailor.sky import weather
from antiphon.tailor.telling import Telling
from antiphon.web.pages.compose import fields, timing
from antiphon.web.pages.compose.keeping import Kept
from antiphon.web.pages.compose.tabs import Own, Tab
from antiphon.web.shown.against import Against, against
from antiphon.web.shown.looks import Look
from antiphon.web.shown.meter import Meter
from antiphon.work import clock

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
        counts = Counter(row.network for row in self.chosen)
        first = {row.network: row.pk for row in reversed(self.chosen)}
        files = tuple(id for id, _alt in self.kept.files)
        return [
            Tab(
                channel=row,
                network=network_of(row),
                is_only=counts[row.network] == 1,
                owns=tuple(own for own in self.owns if own.row.channel_id == row.pk),
                looks=tuple(one for one in self.looks if one.telling.channel.pk == row.pk),
                files=files,
                options=self.post.options.get(row.network, {}),
                has_options=first[row.network] == row.pk,
            )
            for row in self.chosen
        ]

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
    def dollars(self) -> str:
        """What sending costs, in US dollars; empty where it costs nothing."""
        thousandths = sum(look.price for look in self.looks)
        return f"{thousandths / 1000:.2f}" if thousandths else ""

    @cached_property
    def when(self) -> timing.When:
        """When it is meant to go out."""
        return timing.of(self.wish, self.by.workspace)
