"""How often a channel speaks, beside what its network bears well and what its people want."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncWeek

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.problem import Problem, Weight
from antiphon.kernel.window import local, resolve_slot, zone
from antiphon.people.models import Workspace
from antiphon.plan.desk import queries as desk
from antiphon.plan.models import Goal
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock

BAND = 2
"""Twice as often as advised is too often, half as often too seldom: a judgement of ours."""
LONGEST = 520
"""Weeks that a streak is followed back."""
_GONE = (State.CANCELLED, State.WITHDRAWN, State.REFUSED, State.MISSED)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """One week of one channel."""

    channel: Channel
    monday: date
    planned: int
    """What is still to go out."""
    live: int
    advised: int
    source: str
    """Of the advice."""
    goal: int | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """What a channel's people want a week, and how they keep to it."""

    channel: Channel
    per_week: int
    done: int
    """Live this week."""
    planned: int
    """Still to go out this week."""
    weeks: int
    """In a row that reached it; this week counts once it has."""


def pace_of(channel: Channel, week: date) -> Pace:
    """How often a channel speaks in the week of that day, on its own wall."""
    return _paces([channel], week, {channel.pk: found} if (found := desk.goal(channel)) else {})[0]


def paces(workspace: Workspace, week: date) -> list[Pace]:
    """The same of every channel in use."""
    return _paces(list(channels.channels(workspace)), week, desk.goals(workspace))


def streaks(workspace: Workspace) -> list[Streak]:
    """Every channel of which something is wanted, and how its weeks in a row stand."""
    goals = desk.goals(workspace)
    rows = [row for row in channels.channels(workspace) if row.pk in goals]
    weeks = _live_weeks(rows)
    return [_streak(goals[now.channel.pk], weeks, now) for now in _paces(rows, None, goals)]


def _paces(rows: Iterable[Channel], week: date | None, goals: dict[UUID, Goal]) -> list[Pace]:
    by_zone: dict[str, list[Channel]] = defaultdict(list)
    for row in rows:
        by_zone[row.time_zone].append(row)
    found = []
    for name, there in by_zone.items():
        day = week or local(clock.now(), name).date()
        monday = day - timedelta(days=day.weekday())
        counted = _counted(there, _midnight(monday, name), _midnight(monday + _WEEK, name))
        found += [_pace(row, monday, counted[row.pk], goals.get(row.pk)) for row in there]
    return found


def _counted(rows: list[Channel], begins: datetime, ends: datetime) -> dict[UUID, Counter[str]]:
    there = Publication.objects.filter(
        workspace__in={row.workspace_id for row in rows},
        channel__in=rows,
        planned_at__gte=begins,
        planned_at__lt=ends,
    ).exclude(state__in=_GONE)
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    for channel, state, n in there.values_list("channel", "state").annotate(n=Count("pk")):
        counted[channel]["live" if state == State.LIVE else "planned"] += n
    return counted


def _pace(channel: Channel, monday: date, counted: Counter[str], goal: Goal | None) -> Pace:
    rhythm = network(channel.network).rhythm
    return Pace(
        channel=channel,
        monday=monday,
        planned=counted["planned"],
        live=counted["live"],
        advised=rhythm.per_week,
        source=rhythm.source,
        goal=goal.per_week if goal else None,
        problem=_problem(channel, counted.total(), rhythm.per_week),
    )


def _problem(channel: Channel, count: int, advised: int) -> Problem | None:
    if count > advised * BAND:
        rule, say = "too_many", f"{count} a week on {channel} is more than its people bear well"
    elif count * BAND < advised:
        rule, say = "too_few", f"{count} a week on {channel} is soon forgotten"
    else:
        return None
    say = f"{say}: about {advised} are advised."
    return Problem(
        field="pace", rule=rule, actual=count, limit=advised, say=say, weight=Weight.WARNS
    )


def _live_weeks(rows: list[Channel]) -> dict[UUID, Counter[date]]:
    found: dict[UUID, Counter[date]] = defaultdict(Counter)
    for name in {row.time_zone for row in rows}:
        there = [row for row in rows if row.time_zone == name]
        live = Publication.objects.filter(channel__in=there, state=State.LIVE)
        weeks = live.annotate(week=TruncWeek("planned_at", tzinfo=zone(name)))
        for channel, week, n in weeks.values_list("channel", "week").annotate(n=Count("pk")):
            found[channel][week.date()] += n
    return found


def _streak(goal: Goal, weeks: dict[UUID, Counter[date]], now: Pace) -> Streak:
    channel, mine = now.channel, weeks[now.channel.pk]
    begun = local(goal.since, channel.time_zone).date()
    first = begun - timedelta(days=begun.weekday())
    reached = 1 if now.live >= goal.per_week else 0
    for back in count(1):
        monday = now.monday - back * _WEEK
        if back > LONGEST or monday < first or mine[monday] < goal.per_week:
            break
        reached += 1
    return Streak(channel, goal.per_week, now.live, now.planned, reached)


def _midnight(day: date, name: str) -> datetime:
    return resolve_slot(datetime.combine(day, time(0)), name).instant.astimezone(UTC)
