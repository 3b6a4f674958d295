"""Held against what we did not write: everything that two real relays were heard to say.

There is no machine-readable specification of the protocol: its words are held against recordings,
and our simulated relay is told what the real ones were told.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, NetworkError, TryLater
from antiphon.connect.values import RemoteId
from antiphon.networks.nostr import events, wire
from antiphon.networks.nostr.keys import is_true
from antiphon.networks.nostr.refusals import DUPLICATE, of_relay, word
from antiphon.networks.nostr.simulator.doors import Visit
from antiphon.networks.nostr.simulator.world import Store, World

SHARED = Path(os.environ.get("ANTIPHON_SHARED", Path(__file__).parents[6] / "shared"))
RECORDINGS = SHARED / "specs" / "nostr" / "recordings"
FILES = ("nostr_relay-1.14.jsonl", "nostr-sdk-localrelay-0.45.jsonl")
pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"no recordings at {RECORDINGS}; ANTIPHON_SHARED says where"
)

# What each of the real relays said, by the first word, and how many of them there are.
HEARD = {
    FILES[0]: {"OK": 17, "EVENT": 9, "EOSE": 8},
    FILES[1]: {"OK": 17, "EVENT": 8, "EOSE": 8, "COUNT": 1, "CLOSED": 1},
}
# Left out: COUNT, which we never ask; CLOSED, which answers our own CLOSE, which we never say; and
# one line of 70,000 characters to each relay, which was cut when it was recorded.


@cache
def lines(file: str) -> list[dict[str, Any]]:
    text = (RECORDINGS / file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def said(file: str, who: str) -> Iterator[list[Any]]:
    for one in lines(file):
        if one["dir"] == who and "msg" in one:
            yield one["msg"]


def remedy(told: list[Any]) -> type[NetworkError] | None:
    """What one recorded verdict leads to."""
    _ok, _id, taken, reason = told
    return None if taken or word(reason) == DUPLICATE else type(of_relay(reason))


@pytest.mark.parametrize("file", FILES)
def test_everything_that_a_relay_said_is_understood(file: str) -> None:
    heard = list(said(file, "relay"))
    counted = Counter(one[0] for one in heard)

    assert dict(counted) == HEARD[file]
    assert all(events.parsed(json.dumps(one)) == one for one in heard)
    for one in heard:
        if one[0] == "EVENT":
            event = one[2]
            assert is_true(event)
            assert wire.live(event, "").id == wire.receipt(event, "https://r.example").id


@pytest.mark.parametrize("file", FILES)
def test_every_recorded_verdict_is_a_success_or_its_remedy(file: str) -> None:
    verdicts = Counter(remedy(one) for one in said(file, "relay") if one[0] == "OK")

    assert set(verdicts) <= {None, ChangeIt, TryLater}
    assert sum(verdicts.values()) == HEARD[file]["OK"]
    assert verdicts[None] >= 12


@pytest.mark.parametrize("file", FILES)
def test_recorded_reactions_are_counted_as_they_were(file: str) -> None:
    told = [one[2] for one in said(file, "relay") if one[0] == "EVENT" and one[1] == "q"]
    target = next(one for one in told if one["kind"] == 7)["tags"][0][1]

    counts = {one.metric: one.value for one in wire.readings(RemoteId(target), told)}

    assert set(counts.values()) == {1}


# Where our simulator is another relay than the recorded one; both are right (facts of 2026-11-21).
DIFFERS = {
    FILES[0]: {"# older": "keeps both", "old": "wants nothing older than a year",
               "Grüße 🎉 #test https://example.com/i.jpg": "takes again what was deleted"},
    FILES[1]: {"future": "takes what is dated ahead"},
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_our_relay_judges_what_real_ones_judged_alike(file: str) -> None:
    verdicts = [one for one in said(file, "relay") if one[0] == "OK"]
    asked = [one for one in said(file, "client") if one[0] == "EVENT"]
    when = datetime.fromtimestamp(asked[0][1]["created_at"], UTC)
    visit = Visit(World("http://r.example", lambda: when), Store())
    differing = set()
    for event, real in zip(asked, verdicts, strict=False):
        (ours,) = visit.hear(json.dumps(event))
        if (remedy(ours) is None) != (remedy(real) is None):
            differing.add(event[1]["content"])

    assert len(asked) == len(verdicts) - 1  # the line that was cut had a verdict, too
    assert differing == set(DIFFERS[file])
