"""Whether the audit trail is whole: from the database, or offline from its export alone.

Each line carries the hash of the line before it, so a changed line breaks its own hash, a missing
or moved one breaks the chain, and a shortened trail does not reach the head.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from antiphon.people.models import TrailHead, TrailLine, Workspace

TOLD = ("number", "who", "action", "object", "before", "after", "note", "request", "previous")


@dataclass(frozen=True)
class Fault:
    """Where the trail is broken and how."""

    number: int
    what: str


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One way to write the same facts, whoever writes them."""
    return json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    ).encode()


def digest(facts: Mapping[str, Any] | None) -> str:
    """A fingerprint of how something was; nothing for nothing."""
    return hashlib.sha256(canonical(facts)).hexdigest() if facts else ""


def told(line: TrailLine) -> dict[str, Any]:
    """What a line says, as its hash and its export know it."""
    return {name: getattr(line, name) for name in TOLD} | {
        "workspace": str(line.workspace_id),
        "at": moment(line.at),
    }


def moment(at: datetime) -> str:
    """A time to the microsecond, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def export(workspace: Workspace) -> Iterator[str]:
    """The whole trail as lines of JSON; the last one is its head."""
    for line in TrailLine.objects.filter(workspace=workspace).order_by("number").iterator():
        yield json.dumps(told(line) | {"hash": line.hash}, ensure_ascii=False)
    head = TrailHead.objects.filter(workspace=workspace).first()
    end = {"head": head.number if head else 0, "hash": head.hash if head else ""}
    yield json.dumps(end | {"workspace": str(workspace.pk)})


def verify(workspace: Workspace) -> list[Fault]:
    """What is wrong with the trail in the database; nothing when it is whole."""
    return verify_export(export(workspace))


def verify_export(lines: Iterable[str]) -> list[Fault]:
    """What is wrong with an exported trail, from the export alone."""
    faults: list[Fault] = []
    expected, previous, workspace = 1, "", None
    head: Mapping[str, Any] | None = None
    for facts in (json.loads(line) for line in lines if line.strip()):
        if "head" in facts:
            head = facts
            continue
        workspace = workspace or facts["workspace"]
        faults += _of_line(facts, expected, previous, workspace)
        expected, previous = facts["number"] + 1, facts["hash"]
    return faults + _of_head(head, expected - 1, previous)


def _of_line(
    facts: Mapping[str, Any], expected: int, previous: str, workspace: str
) -> Iterator[Fault]:
    number = facts["number"]
    said = {key: value for key, value in facts.items() if key != "hash"}
    if hashlib.sha256(canonical(said)).hexdigest() != facts["hash"]:
        yield Fault(number, "was changed")
    if number > expected:
        yield Fault(expected, "is missing" if number == expected + 1 else "and more are missing")
    elif number < expected:
        yield Fault(number, "was moved")
    if facts["previous"] != previous and number == expected:
        yield Fault(number, "does not follow the line before it")
    if facts["workspace"] != workspace:
        yield Fault(number, "is of another workspace")


def _of_head(head: Mapping[str, Any] | None, last: int, hash: str) -> list[Fault]:
    if head is None:
        return [Fault(last, "is not followed by the head: the end is missing")]
    if (head["head"], head["hash"]) != (last, hash):
        return [Fault(int(head["head"]), "should be the last line, and is not")]
    return []
