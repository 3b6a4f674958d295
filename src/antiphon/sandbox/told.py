"""Posts, reactions and rules as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from antiphon.connect.simulation import Person, Reaction, ReactionKind, Shown
from antiphon.connect.values import RemoteId, Targeting
from antiphon.sandbox.lines import Rule, Trouble


def shown(post: Shown) -> dict[str, Any]:
    """A post as a visitor sees it."""
    return {
        **asdict(post),
        "at": post.at.isoformat(),
        "counts": {str(metric): value for metric, value in post.counts.items()},
        "targeting": {name: value for name, value in asdict(post.targeting).items() if value},
    }


def reaction(told: Mapping[str, Any], now: datetime) -> Reaction:
    """What somebody does; now, unless it says when."""
    by = {name: value for name, value in told["by"].items() if name in _names(Person)}
    return Reaction(
        kind=ReactionKind(told["kind"]),
        by=Person(**by),
        account=RemoteId(told["account"]),
        post=RemoteId(told["post"]) if told.get("post") else None,
        text=told.get("text", ""),
        at=datetime.fromisoformat(told["at"]) if told.get("at") else now,
        targeting=Targeting(),
    )


def rule(told: Mapping[str, Any]) -> Rule:
    """When something goes wrong, and what."""
    known = {name: told[name] for name in _names(Rule) if name in told}
    return Rule(**{**known, "trouble": Trouble(told["trouble"])})


def _names(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}
