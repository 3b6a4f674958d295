"""Whether everything is as promised: live, once, where it belongs, as it was approved."""

from collections import Counter
from typing import Any

from antiphon.cli.demo import story
from antiphon.connect.abilities import Reads
from antiphon.connect.registry import network
from antiphon.sandbox.serving import Sandbox

LEAST = 12


def problems(told: list[dict[str, Any]], script: story.Script, sandbox: Sandbox) -> list[str]:
    """Every way in which this round broke a promise, in a sentence."""
    found = [
        f"{row['network']}:{row['channel']} is {row['state']}: {row['reason']}"
        for row in told
        if row["state"] != "live"
    ]
    if len(told) < LEAST:
        found.append(f"Only {len(told)} publications, not {LEAST}.")
    found += _silent(told, sandbox)
    return [*found, *_twice(sandbox), *_misplaced(told, script), *_different(told)]


def _silent(told: list[dict[str, Any]], sandbox: Sandbox) -> list[str]:
    heard = {row["network"] for row in told if row["state"] == "live"}
    return [f"Nothing is live on {key}." for key in sandbox.simulators if key not in heard]


def _twice(sandbox: Sandbox) -> list[str]:
    """What a visitor of a network sees more than once, whoever is to blame."""
    found = []
    for key, simulator in sandbox.simulators.items():
        ours = [post for post in simulator.timeline() if post.parent is None]
        seen = Counter((post.account, post.text, str(post.targeting)) for post in ours)
        found += [f"On {key}, “{text[:40]}” is there {n} times." for (_a, text, _t), n in
                  seen.items() if n > 1]  # fmt: skip
    return found


def _misplaced(told: list[dict[str, Any]], script: story.Script) -> list[str]:
    """A text that was written for one audience and went to another, or to none."""
    written = {told_.audience: text for told_, text in script.told}
    found = []
    for row in told:
        wanted = written.get(row["audience"] or "", script.text)
        if wanted not in row["text"]:
            found.append(
                f"{row['network']}:{row['channel']} tells {row['audience']} something else."
            )
    heard = {row["audience"] for row in told if row["state"] == "live"}
    return found + [f"Nobody told “{name}”." for name in written if name not in heard]


def _different(told: list[dict[str, Any]]) -> list[str]:
    """A live post that reads otherwise than what was approved."""
    found = []
    for row in told:
        seen, name = row["seen"], f"{row['network']}:{row['channel']}"
        if not network(row["network"]).can(Reads):
            continue
        if not seen or "unread" in seen:
            found.append(f"{name} was not read back.")
        elif seen["differs"]:
            found.append(f"{name} differs in {', '.join(seen['differs'])}.")
    return found


def silence(messages: list[dict[str, Any]], readings: list[dict[str, Any]]) -> list[str]:
    """Nothing came back, although people saw it."""
    found = [] if messages else ["Nobody's answer was heard."]
    return found + ([] if any(one["value"] for one in readings) else ["Nothing was counted."])
