"""The round as a person reads it."""

from collections import Counter
from typing import Any

from antiphon.cli.door import table

COLUMNS = {
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "TOLD TO",
    "text": "TEXT",
    "state": "STATE",
    "back": "READ BACK",
}


def words(told: dict[str, Any]) -> str:
    """A table of what went where, what came back, and the verdict."""
    rows = [{**row, "back": _back(row)} for row in told["publications"]]
    lines = [f"One message, seed {told['seed']}.", "", table(rows, COLUMNS), "", *_back_again(told)]
    if told["problems"]:
        return "\n".join([*lines, "", "NOT as promised:", *told["problems"]])
    live = len(Counter(row["network"] for row in rows))
    end = f"{len(rows)} publications live on {live} networks, each exactly once"
    return "\n".join([*lines, "", f"{end}, in {told['seconds']} s."])


def _back(row: dict[str, Any]) -> str:
    seen = row["seen"] or {}
    if not seen or "unread" in seen:
        return "–"
    return f"differs: {', '.join(seen['differs'])}" if seen["differs"] else "as approved"


def _back_again(told: dict[str, Any]) -> list[str]:
    sums: Counter[str] = Counter()
    for reading in told["readings"]:
        sums[reading["metric"]] += reading["value"]
    counted = ", ".join(f"{value} {metric}" for metric, value in sorted(sums.items()))
    first = told["messages"][:5]
    lines = [f"Counted: {counted or 'nothing yet'}.", f"Heard: {len(told['messages'])} answers."]
    return lines + [f"  {one['author']} ({one['network']}): {one['text'][:70]}" for one in first]
