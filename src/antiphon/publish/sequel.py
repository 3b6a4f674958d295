"""What follows from an outcome: pure decisions, written down by `actions.record`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.abilities import Looks
from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.network import Network
from antiphon.connect.post_office import Absent, Crash, Done, Outcome, Verb
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Live, Prepared, Receipt
from antiphon.publish.models import Publication
from antiphon.publish.states import State

MOST_CRASHES = 3
MOST_FAILURES = 30
"""Sendings of one step that may fail in a row before a person is asked (P16)."""
LONGEST_PAUSE = timedelta(hours=6)
CHECKS_FOR = timedelta(hours=24)
SETUP_PAUSE = timedelta(minutes=15)


@dataclass(kw_only=True)
class Sequel:
    """The next state and the facts that come with it; None leaves a fact as it is."""

    state: State
    wait: float | None = None
    """Seconds until something is to be done; None when nothing is."""
    floor: datetime | None = None
    progress: list[Any] | None = None
    at_step: int | None = None
    remedy: str = ""
    reason: str = ""
    remote_id: str | None = None
    url: str | None = None
    failures: int | None = None
    crashes: int | None = None
    looks: int | None = None
    fresh: bool = False
    """The present step was never sent: its clock starts anew."""
    keep_doubt: bool = False


def after(row: Publication, outcome: Outcome) -> Sequel:
    """What becomes of a publication that was being sent."""
    match outcome:
        case Receipt():
            return after_receipt(row, outcome)
        case Prepared():
            return _prepared(row, outcome)
        case Crash(reason):
            return _crashed(row, reason)
        case NetworkError():
            return _after_refusal(row, outcome)
        case Absent() | Done() | Live():
            return doubt(row, "The network answered something we do not know.")


def _after_refusal(row: Publication, error: NetworkError) -> Sequel:
    """One remedy for each class of refusal; a class we do not know leaves us unsure."""
    match error:
        case TryLater():
            return _later(row, error)
        case LookFirst():
            return doubt(row, str(error), error.known)
        case SignInAgain():
            return _without_permission(row, error)
        case FixSetup():
            return _for_the_operator(row, error)
        case ChangeIt() | Gone():
            return Sequel(state=State.REFUSED, remedy=error.remedy, reason=_short(error))
        case _:
            return doubt(row, "The network refused in a way that we do not know.")


def after_receipt(row: Publication, receipt: Receipt) -> Sequel:
    """The network has this step: on to the next one, or it is live, or it is being worked on."""
    progress = _with(row, receipt=receipt_told(receipt))
    first = _first_receipt(row, receipt)
    facts: dict[str, Any] = {
        "progress": progress,
        "remote_id": first["id"],
        "url": first.get("url") or "",
        "reason": receipt.twin,
        "failures": 0,
        "crashes": 0,
    }
    if not receipt.ready:
        return Sequel(state=State.ACCEPTED, wait=receipt.check_after.total_seconds(), **facts)
    if row.at_step + 1 < len(row.steps):
        facts |= {"at_step": row.at_step + 1, "fresh": True, "looks": 0}
        return Sequel(state=State.WAITING, wait=0, **facts)
    return Sequel(state=State.LIVE, **facts)


def doubt(row: Publication, reason: str, known: Receipt | None = None) -> Sequel:
    """Nobody knows whether it arrived: look, if the network can be looked at."""
    network = network_of(row)
    if row.verb == Verb.PREPARE:
        return _again(row, reason, timedelta(seconds=2))
    if known is not None and not row_has_sent_before(row):
        # Refused as equal to a post that is not ours to claim: a person must see both.
        return Sequel(state=State.ASKING, remedy="duplicate", reason=f"{reason} {known.url}"[:500])
    if is_harmless_to_repeat(row, network):
        return _again(row, reason, timedelta(seconds=1), in_doubt=True)
    if known is not None:
        return after_receipt(row, known)
    if not network.can(Looks) or not network.proof.looks:
        return _ask(reason)
    wait = network.proof.looks[0].total_seconds()
    return Sequel(state=State.UNSURE, wait=wait, looks=0, remedy="look_first", reason=reason[:500])


def row_has_sent_before(row: Publication) -> bool:
    """Whether an earlier sending of the present step may be what the network speaks of."""
    return row.doubted_at is not None


def is_harmless_to_repeat(row: Publication, network: Network) -> bool:
    """Whether sending the very same again changes nothing: by a proven key or id, in its window."""
    proof = network.proof
    if proof.repeat is None or not proof.repeat_where(row.channel.facts):
        return False
    if row.failures >= MOST_FAILURES or row.first_sent_at is None:
        return False
    return datetime.now(UTC) - row.first_sent_at < proof.repeat


def after_look(row: Publication, outcome: Outcome) -> Sequel:
    """What a look at an unsure publication leads to."""
    network = network_of(row)
    match outcome:
        case Receipt():
            return after_receipt(row, outcome)
        case Absent():
            return _absent(row, network)
        case SignInAgain() | FixSetup() | TryLater():
            after = outcome.after if isinstance(outcome, TryLater) else timedelta(minutes=5)
            wait = max(after, timedelta(seconds=5)).total_seconds()
            return Sequel(
                state=State.UNSURE, wait=wait, remedy=outcome.remedy, reason=_short(outcome)
            )
        case _:
            return _look_failed(row)


def _absent(row: Publication, network: Network) -> Sequel:
    """Absence is proved only when every look of the schedule found nothing (P2 b)."""
    looks = row.looks + 1
    if looks < len(network.proof.looks):
        gap = network.proof.looks[looks] - network.proof.looks[looks - 1]
        facts = {"looks": looks, "remedy": "look_first", "reason": row.reason}
        return Sequel(state=State.UNSURE, wait=gap.total_seconds(), **facts)  # type: ignore[arg-type]
    if row.failures + 1 >= MOST_FAILURES:
        return _ask("It was looked for and is not there, again and again.")
    reason = "Looked for on the network's schedule and not found: sent again."
    return Sequel(
        state=State.WAITING,
        wait=0,
        looks=0,
        failures=row.failures + 1,
        reason=reason,
        keep_doubt=True,
    )


def _look_failed(row: Publication) -> Sequel:
    """A look that failed proves nothing; it is made again, later and later."""
    failed = row.crashes + 1
    if failed > MOST_FAILURES:
        return _ask("The network cannot be looked at.")
    wait = min(LONGEST_PAUSE, timedelta(seconds=10 * 2 ** min(failed, 10)))
    return Sequel(
        state=State.UNSURE, wait=wait.total_seconds(), crashes=failed, reason="A look failed."
    )


def after_check(row: Publication, outcome: Outcome) -> Sequel:
    """What asking about an accepted publication leads to."""
    match outcome:
        case Receipt(ready=True):
            return after_receipt(row, outcome)
        case ChangeIt() | Gone():
            return Sequel(state=State.REFUSED, remedy=outcome.remedy, reason=_short(outcome))
        case Receipt():
            return _still(row, outcome.check_after)
        case _:
            return _still(row, timedelta(seconds=10))


def _still(row: Publication, at_least: timedelta) -> Sequel:
    """Not visible yet: ask again with growing gaps, until a day is over."""
    since = row.sent_at or row.planned_at
    if datetime.now(UTC) - since > CHECKS_FOR:
        return _ask("The network accepted it a day ago and still does not show it.")
    checks = row.looks + 1
    wait = min(timedelta(minutes=10), at_least * 2 ** min(checks, 6))
    return Sequel(state=State.ACCEPTED, wait=wait.total_seconds(), looks=checks, reason=row.reason)


def _prepared(row: Publication, prepared: Prepared) -> Sequel:
    done = prepared.wait is None
    progress = _with(row, handles=dict(prepared.handles), prepared=done)
    wait = 0.0 if prepared.wait is None else prepared.wait.total_seconds()
    return Sequel(state=State.WAITING, wait=wait, progress=progress, crashes=0)


def _later(row: Publication, error: TryLater) -> Sequel:
    failures = row.failures + (1 if error.after else 0)
    if failures >= MOST_FAILURES:
        return Sequel(state=State.REFUSED, remedy="gave_up", reason=_short(error))
    pause = error.after * (1 if error.after > timedelta(minutes=5) else 2 ** min(failures - 1, 6))
    wait = min(LONGEST_PAUSE, max(pause, error.after)).total_seconds() if error.after else 0.2
    return Sequel(
        state=State.WAITING,
        wait=wait,
        failures=failures,
        remedy=error.remedy,
        reason=_short(error),
        fresh=not row_has_sent_before(row),
        keep_doubt=row_has_sent_before(row),
    )


def _again(row: Publication, reason: str, after: timedelta, *, in_doubt: bool = False) -> Sequel:
    """The same once more: it brings nothing visible, or repeating it is proved harmless."""
    failures = row.failures + 1
    if failures >= MOST_FAILURES:
        return _ask(reason)
    wait = min(timedelta(minutes=5), after * 2 ** min(failures - 1, 8))
    return Sequel(
        state=State.WAITING,
        wait=wait.total_seconds(),
        failures=failures,
        remedy="try_later",
        reason=reason[:500],
        keep_doubt=in_doubt or row_has_sent_before(row),
    )


def _without_permission(row: Publication, error: NetworkError) -> Sequel:
    """Held, not failed: it goes on when the channel may speak again (P20)."""
    before = row_has_sent_before(row)
    return Sequel(
        state=State.HELD,
        remedy=error.remedy,
        reason=_short(error),
        fresh=not before,
        keep_doubt=before,
    )


def _for_the_operator(row: Publication, error: NetworkError) -> Sequel:
    """Tried again each quarter of an hour, until its hour is over and a person is asked."""
    before = row_has_sent_before(row)
    return Sequel(
        state=State.WAITING,
        wait=SETUP_PAUSE.total_seconds(),
        remedy=error.remedy,
        reason=_short(error),
        fresh=not before,
        keep_doubt=before,
    )


def _crashed(row: Publication, reason: str) -> Sequel:
    crashes = row.crashes + 1
    if crashes >= MOST_CRASHES:
        told = f"Set aside after {crashes} failures of our own: {reason}"
        return Sequel(state=State.REFUSED, remedy="crash", reason=told[:500], crashes=crashes)
    return Sequel(
        state=State.WAITING, wait=5 * crashes, crashes=crashes, remedy="crash", reason=reason[:500]
    )


def _ask(reason: str) -> Sequel:
    return Sequel(state=State.ASKING, remedy="ask", reason=reason[:500])


def _with(row: Publication, **facts: object) -> list[Any]:
    progress = [dict(step) for step in row.progress]
    progress += [{} for _ in range(row.at_step + 1 - len(progress))]
    progress[row.at_step] |= facts
    return progress


def _first_receipt(row: Publication, receipt: Receipt) -> dict[str, Any]:
    if row.at_step and row.progress and row.progress[0].get("receipt"):
        found: dict[str, Any] = row.progress[0]["receipt"]
        return found
    return receipt_told(receipt)


def receipt_told(receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON."""
    return {
        "id": str(receipt.id),
        "url": receipt.url,
        "extra": dict(receipt.extra),
        "ready": receipt.ready,
        "twin": receipt.twin,
    }


def network_of(row: Publication) -> Network:
    """The network as the channel's own server announced it."""
    return find_network(row.network).at(row.channel.facts)


def _short(error: NetworkError) -> str:
    return str(error)[:500]
