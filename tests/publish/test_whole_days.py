"""Whole days from a seed: people, bad lines and dying workers, against a model of ten lines.

At most one effect for each publication; live means seen; whatever is not settled has a next time
or waits for a person; what was cancelled is not seen. A failure prints its seed.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from antiphon.people.models import Member
from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.actions.deliver import _letters
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Publication, Shift
from antiphon.publish.states import FOR_A_PERSON, SETTLED, TIMED, State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from antiphon.work.office import office
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db

TROUBLES = (
    Trouble.LOSE_BEFORE, Trouble.LOSE_AFTER, Trouble.ANSWER_AFTER, Trouble.ANSWER, Trouble.CUT,
)  # fmt: skip
STATUSES = (200, 302, 401, 418, 429, 500, 503)
EVENTS = 40


class Day:
    """One seeded day on one network."""

    def __init__(self, seed: int, sandbox: Sandbox, line: Line) -> None:
        self.chance = random.Random(seed)
        self.key = self.chance.choice(choice.EVERY)
        self.sandbox, self.line, self.by = sandbox, line, a.member()
        self.channel = world.channel_on(sandbox, self.key, by=self.by, server=line.base(self.key))
        self.rows = [
            world.publication_on(self.channel, f"{n} of {seed} {uuid4()}") for n in range(4)
        ]
        self.was_cancelled: set[object] = set()

    def live(self) -> None:
        """Let it happen."""
        events: list[Callable[[], object]] = [
            self.works, self.works, self.works, self.looks, self.time_passes, self.time_passes,
            self.goes_wrong, self.dies, self.cancels, self.moves, self.says, self.holds,
        ]  # fmt: skip
        for _ in range(EVENTS):
            self.chance.choice(events)()
            self.insist()

    def works(self) -> None:
        actions.deliver(self.key)

    def looks(self) -> None:
        actions.look_at_doubts()
        actions.check_accepted()
        actions.free_held()

    def time_passes(self) -> None:
        world.make_due(*self.rows)
        self.channel.refresh_from_db()
        type(self.channel).objects.update(state="connected", reason="", expires_at=None)

    def goes_wrong(self) -> None:
        self.line.rules.clear()
        self.line.go_wrong(
            self.chance.choice(TROUBLES),
            method=self.chance.choice(["", "POST"]),
            times=self.chance.randint(1, 3),
            status=self.chance.choice(STATUSES),
            body=self.chance.choice(["{}", "[]", "<p>", '{"id": 7}']),
        )

    def dies(self) -> None:
        """A worker claims, and dies before or after it sent."""
        rows = claim(DUTY.begin(), self.key)
        if rows and self.chance.random() < 0.5:
            for row in rows:
                self._sent_by_who_died(row)
        DUTY.end()
        Shift.objects.update(until=clock.now() - timedelta(seconds=1))
        actions.doubt_abandoned()

    def _sent_by_who_died(self, row: Publication) -> None:
        letters, _failed = _letters([row])
        list(office().send(letters))

    def cancels(self) -> None:
        self._decide(actions.cancel)
        cancelled = Publication.objects.filter(state=State.CANCELLED)
        self.was_cancelled |= set(cancelled.values_list("pk", flat=True))

    def moves(self) -> None:
        self._decide(actions.send_late)
        self._decide(actions.retry)

    def says(self) -> None:
        """A person looks, and tells the truth."""
        for row in Publication.objects.filter(state=State.ASKING).select_related("channel"):
            if self.seen(row) > row.at_step:
                actions.say_it_is_there(self.by, row)
            else:
                actions.say_it_is_not_there(self.by, row)

    def holds(self) -> None:
        hold = actions.hold(self.by, "For a while.")
        actions.deliver(self.key)
        actions.release(self.by, hold)

    def _decide(self, what: Callable[[Member, Publication], object]) -> None:
        row = Publication.objects.select_related("channel", "workspace", "post").get(
            pk=self.chance.choice(self.rows).pk
        )
        try:
            what(self.by, row)
        except actions.NotNowError:
            return

    def seen(self, row: Publication) -> int:
        return world.shown(self.sandbox, self.key, row.steps[0]["text"])

    def insist(self) -> None:
        """The model."""
        for row in Publication.objects.filter(channel=self.channel):
            effects = self.seen(row)
            assert effects <= 1, row.state
            assert effects == 1 or row.state != State.LIVE
            assert effects == 0 or row.pk not in self.was_cancelled
            nobodys = row.state in {*SETTLED, *FOR_A_PERSON, State.HELD, State.SENDING}
            assert nobodys or (row.state in TIMED and row.due_at is not None)

    def ends(self) -> None:
        """Nothing goes wrong any more: everything comes to its end."""
        self.line.rules.clear()
        for _ in range(60):
            self.time_passes()
            world.settle(*self.rows)
            actions.free_held()
            self.says()
            for row in Publication.objects.filter(state__in=[State.REFUSED, State.MISSED]):
                self._retry(row)
            if {row.state for row in self.rows} <= {State.LIVE, State.CANCELLED}:
                return
        raise AssertionError([(row.state, row.reason) for row in self.rows])

    def _retry(self, row: Publication) -> None:
        try:
            actions.retry(self.by, row)
        except actions.NotNowError:
            return


@pytest.mark.promise("P1", "P2", "P3", "P6", "P10", "P12", "P16", "P21")
@pytest.mark.parametrize("seed", range(20))
def test_a_whole_bad_day_doubles_nothing_and_loses_nothing(sandbox: Sandbox, seed: int) -> None:
    with Line(sandbox.port).running() as line:
        day = Day(seed, sandbox, line)
        day.live()
        day.ends()
        day.insist()
