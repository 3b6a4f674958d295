"""Today as a staff: what goes out above, what comes back below; drawn as numbers for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.formats import time_format
from django.utils.timezone import localtime

from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.web.shown.states import LOOKS

FIRST, LAST = 6, 22
"""The hours that are shown if nothing lies outside them."""
STEP = timedelta(minutes=30)
LINES = (30, 44, 58, 72)
KINDS = {
    **dict.fromkeys((State.LIVE, State.WITHDRAWN), "said"),
    **dict.fromkeys((State.REFUSED, State.MISSED), "refused"),
    **dict.fromkeys((State.UNSURE, State.ASKING), "unsure"),
    State.HELD: "held",
}
WORST = ("refused", "unsure", "held", "coming", "said")
"""Of several channels at one time the worst is shown."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is, and every how many hours it is labelled."""

    name: str
    width: int
    height: int
    every: int

    @property
    def ground(self) -> int:
        """Where the bars stand."""
        return self.height - 22


SIZES = (Size("wide", 1100, 190, 2), Size("narrow", 350, 180, 4))


@dataclass(frozen=True, slots=True)
class Day:
    """One day on the wall of the workspace."""

    begins: datetime
    now: datetime
    rows: Sequence[Publication]
    heard: Mapping[int, int]
    """Answers by the half hour of the day."""

    @property
    def hours(self) -> tuple[int, int]:
        """From which hour to which it is drawn."""
        said = [self.hour(row.planned_at) for row in self.rows]
        all_hours = [*said, *(half / 2 for half in self.heard), self.hour(self.now)]
        first = min([FIRST, *(int(hour) // 2 * 2 for hour in all_hours)])
        return first, min(24, max([LAST, *(int(hour) // 2 * 2 + 2 for hour in all_hours)]))

    def hour(self, moment: datetime) -> float:
        """Hours since the day began."""
        return (moment - self.begins).total_seconds() / 3600

    @property
    def most(self) -> int:
        """Answers in the busiest half hour."""
        return max(self.heard.values(), default=0)


def drawings(day: Day) -> list[dict[str, Any]]:
    """The same day in two widths."""
    return [_drawing(day, size) for size in SIZES]


def _drawing(day: Day, size: Size) -> dict[str, Any]:
    first, last = day.hours
    scale = (size.width - 8) / (last - first)

    def x(hour: float) -> float:
        return 4 + (hour - first) * scale

    return {
        "size": size,
        "right": size.width - 4,
        "lines": LINES,
        "label_at": size.height - 6,
        "hours": [_label(day, size, hour, x(hour), (first, last))
                  for hour in range(first, last + 1, size.every)],
        "bars": [_bar(day, size, half, x(half / 2), scale / 2)
                 for half in sorted(day.heard) if first * 2 <= half < last * 2],
        "top": f"{size.ground - 66:.1f}",
        "marks": _marks(day, x),
        "now": f"{x(day.hour(day.now)):.1f}",
        "now_box": f"{min(max(x(day.hour(day.now)) - 21, 0), size.width - 42):.1f}",
        "now_word": f"{min(max(x(day.hour(day.now)), 21), size.width - 21):.1f}",
    }  # fmt: skip


def _label(day: Day, size: Size, hour: int, x: float, ends: tuple[int, int]) -> dict[str, str]:
    anchor = {ends[0]: "start", ends[1]: "end"}.get(hour, "middle")
    told = time_format(localtime(day.begins + timedelta(hours=hour)), "H:i")
    return {"x": f"{x:.1f}", "word": told, "anchor": anchor, "y": str(size.height - 6)}


def _bar(day: Day, size: Size, half: int, x: float, width: float) -> dict[str, str]:
    height = 66 * day.heard[half] / max(day.most, 1)
    return {
        "x": f"{x + width * 0.19:.1f}",
        "y": f"{size.ground - height:.1f}",
        "width": f"{width * 0.62:.1f}",
        "height": f"{height:.1f}",
    }


def _marks(day: Day, x: Any) -> list[dict[str, str]]:
    """One note for each post and time, however many channels tell it."""
    found = []
    in_order = sorted(day.rows, key=lambda row: (row.planned_at, str(row.post_id)))
    groups = groupby(in_order, key=lambda row: (row.planned_at, row.post_id))
    for place, ((at, _post), those) in enumerate(groups):
        rows = list(those)
        kinds = {KINDS.get(State(row.state), "coming") for row in rows}
        kind = next(kind for kind in WORST if kind in kinds)
        line = LINES[(place * 3 + 1) % len(LINES)]
        left = x(day.hour(at)) - 6
        found.append({
            "x": f"{left:.1f}", "y": str(line - 6), "kind": kind, "title": _title(at, rows),
            "cross": f"M{left + 3.5:.1f} {line - 2.5}l5 5m0-5l-5 5" if kind == "refused" else "",
        })  # fmt: skip
    return found


def _title(at: datetime, rows: Sequence[Publication]) -> str:
    states = sorted({str(LOOKS[row.state].word) for row in rows})
    clock = time_format(localtime(at), "H:i")
    channels = ", ".join(sorted({str(row.channel) for row in rows})[:4])
    return f"{clock} {rows[0].post}: {', '.join(states)} ({channels})"
