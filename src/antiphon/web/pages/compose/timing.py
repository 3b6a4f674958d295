"""When it is meant to go out: now, in the queue, at a time on a wall, or where each is awake."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from antiphon.channels.models import Channel
from antiphon.kernel import typed
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment, local, zone_names
from antiphon.people.models import Workspace
from antiphon.publish.models import Wish
from antiphon.web.pages.compose.fields import Form

MORNING = "09:00"
"""The hour of a day that somebody points at; they choose another one at once."""


class Way(StrEnum):
    """How an hour is chosen."""

    NOW = "now"
    QUEUE = "queue"
    AT = "at"
    AWAKE = "awake"


@dataclass(frozen=True, slots=True)
class When:
    """What somebody chose."""

    way: Way
    at: Moment | None = None
    problem: Problem | None = None
    typed: str = ""
    zone: str = ""
    fold: str = ""

    @property
    def note(self) -> str:
        """What is unusual about the hour: it comes twice, and this is which."""
        if self.problem or self.at is None or not self.fold:
            return ""
        again = _("the second time") if self.fold == "1" else _("the first time")
        return _("The clock shows this hour twice that day; it goes out %(again)s.") % {
            "again": again
        }


def read(form: Form, workspace: Workspace) -> When | None:
    """When, as the form says it; None where it says nothing about it."""
    if "when" not in form:
        return None
    given = form.get("when", "")
    if given not in [*Way]:
        say = f"Choose among {', '.join(Way)}."
        raise BadInputError(Problem(field="when", rule="choice", actual=given[:40], say=say))
    way = Way(given)
    if way is not Way.AT:
        return When(way, typed=form.get("at", ""), zone=form.get("zone", ""))
    zone, fold = form.get("zone", "") or workspace.time_zone, form.get("fold", "")
    known = When(way, typed=form.get("at", ""), zone=zone, fold=fold)
    try:
        choice = int(fold) if fold in {"0", "1"} else None
        at = typed.moment(known.typed, zone, choice)
    except BadInputError as error:
        return When(way, None, error.problems[0], known.typed, zone, fold)
    return When(way, at, None, known.typed, zone, fold if _is_double(at) else "")


def pointed_at(asked: QueryDict, workspace: Workspace) -> Wish | None:
    """What the address of an empty page names: `at` an hour or `on` a day, and channels."""
    ids = asked.getlist("channel")
    said = asked.get("at") or (f"{asked['on']}T{MORNING}" if asked.get("on") else "")
    if not (said or ids):
        return None
    wish = Wish(workspace=workspace, queue=True)
    wish.named = [UUID(id) for id in ids if _is_id(id)]  # type: ignore[attr-defined]  # as `meant`
    try:
        at = typed.moment(said, workspace.time_zone, 0)
    except BadInputError:
        return wish
    wish.queue, wish.planned_at, wish.zone, wish.fold = False, at.instant, at.zone, at.fold
    wish.wall = at.wall.replace(tzinfo=UTC)
    return wish


def _is_id(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False


def of(wish: Wish | None, workspace: Workspace) -> When:
    """When, as it was kept."""
    if wish is None:
        return When(Way.QUEUE, zone=workspace.time_zone)
    if wish.planned_at and wish.wall and not wish.queue:
        wall = wish.wall.replace(tzinfo=None)
        at = Moment(wall, wish.zone, wish.fold, wish.planned_at)
        fold = str(wish.fold) if _is_double(at) else ""
        return When(Way.AT, at, None, f"{wall:%Y-%m-%dT%H:%M}", wish.zone, fold)
    return When(Way.QUEUE if wish.queue else Way.NOW, zone=workspace.time_zone)


def zones(workspace: Workspace, channels: Iterable[Channel], chosen: str) -> list[str]:
    """The zones worth choosing: the workspace's, the channels', and the chosen one."""
    wanted = [workspace.time_zone, *(row.time_zone for row in channels), chosen, "UTC"]
    return [name for name in dict.fromkeys(wanted) if name in zone_names()]


def offset(at: datetime) -> str:
    """How far a clock is from UTC: `UTC+1`."""
    seconds = (at.utcoffset() or timedelta()).total_seconds()
    hours, minutes = divmod(abs(int(seconds)) // 60, 60)
    sign = "−" if seconds < 0 else "+"
    return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}"


def _is_double(at: Moment) -> bool:
    """Whether that wall time comes twice."""
    shown = local(at.instant, at.zone).replace(tzinfo=None, fold=0)
    beside = [local(at.instant + timedelta(hours=h), at.zone) for h in (-1, 1)]
    return any(one.replace(tzinfo=None, fold=0) == shown for one in beside)
