"""What follows from an outcome: pure decisions, written down by `actions.record`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.abilities import Looks
from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.post_office import Absent, Crash, Done, Outcome, Verb
from antiphon.connect.values import Live, Prepared, Receipt
from antiphon.publish.models import Publication
from antiphon.publish.proof import (
    MOST_FAILURES,
    has_sent_before,
    is_harmless_to_repeat,
    network_of,
)
from antiphon.publish.states import State

MOST_CRASHES = 3
LONGEST_PAUSE = timedelta(hours=6)
WINDOW, LONGEST_WINDOW = timedelta(minutes=15), timedelta(hours=25)
"""From how long a wait on a quota begins; and a day, with an hour for clocks that differ."""
QUOTA = "quota"
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
    may_be_late: bool = False
    """It goes out whenever the network takes it again, although its hour has passed by then."""


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
            return Sequel(state=State.REFUSED, remedy=error.remedy, reason=short(error))
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
        "looks": 0,
    }
    if not receipt.ready:
        return Sequel(state=State.ACCEPTED, wait=receipt.check_after.total_seconds(), **facts)
    if row.at_step + 1 < len(row.steps):
        facts |= {"at_step": row.at_step + 1, "fresh": True}
        return Sequel(state=State.WAITING, wait=0, **facts)
    return Sequel(state=State.LIVE, **facts)


def doubt(row: Publication, reason: str, known: Receipt | None = None) -> Sequel:
    """Nobody knows whether it arrived: look, if the network can be looked at."""
    network = network_of(row)
    if row.verb == Verb.PREPARE:
        return _again(row, reason, timedelta(seconds=2))
    if known is not None and not has_sent_before(row):
        # Refused as equal to a post that is not ours to claim: a person must see both.
        return Sequel(state=State.ASKING, remedy="duplicate", reason=f"{reason} {known.url}"[:500])
    if is_harmless_to_repeat(row, network):
        return _again(row, reason, timedelta(seconds=1), in_doubt=True)
    if known is not None:
        return after_receipt(row, known)
    return look_first(row, reason)


def look_first(row: Publication, reason: str) -> Sequel:
    """The first look of the network's schedule, or a person where it has none."""
    network = network_of(row)
    if not network.can(Looks) or not network.proof.looks:
        return ask_a_person(reason)
    wait = network.proof.looks[0].total_seconds()
    return Sequel(state=State.UNSURE, wait=wait, looks=0, remedy="look_first", reason=reason[:500])


def _prepared(row: Publication, prepared: Prepared) -> Sequel:
    done = prepared.wait is None
    progress = _with(row, handles=dict(prepared.handles), prepared=done)
    wait = 0.0 if prepared.wait is None else prepared.wait.total_seconds()
    return Sequel(
        state=State.WAITING,
        wait=wait,
        progress=progress,
        crashes=0,
        keep_doubt=has_sent_before(row),
    )


def _later(row: Publication, error: TryLater) -> Sequel:
    if error.scope is not Scope.PARCEL and error.after >= WINDOW:
        return _next_window(row, error)
    failures = row.failures + (1 if error.after else 0)
    if failures >= MOST_FAILURES and has_sent_before(row):
        return ask_a_person(short(error))
    if failures >= MOST_FAILURES:
        return Sequel(state=State.REFUSED, remedy="gave_up", reason=short(error))
    pause = error.after * (1 if error.after > timedelta(minutes=5) else 2 ** min(failures - 1, 6))
    wait = min(LONGEST_PAUSE, max(pause, error.after)).total_seconds() if error.after else 0.2
    return Sequel(
        state=State.WAITING,
        wait=wait,
        progress=_with(row, prepared=False) if error.anew else None,
        failures=failures,
        remedy=error.remedy,
        reason=short(error),
        fresh=not has_sent_before(row),
        keep_doubt=has_sent_before(row),
    )


def _next_window(row: Publication, error: TryLater) -> Sequel:
    """The network takes no more of this channel for a named while: it follows then, late or not."""
    before = has_sent_before(row)
    return Sequel(
        state=State.WAITING,
        wait=min(LONGEST_WINDOW, error.after).total_seconds(),
        progress=_with(row, prepared=False) if error.anew else None,
        remedy=QUOTA,
        reason=short(error),
        fresh=not before,
        keep_doubt=before,
        may_be_late=True,
    )


def _again(row: Publication, reason: str, after: timedelta, *, in_doubt: bool = False) -> Sequel:
    """The same once more: it brings nothing visible, or repeating it is proved harmless."""
    failures = row.failures + 1
    if failures >= MOST_FAILURES:
        return ask_a_person(reason)
    wait = min(timedelta(minutes=5), after * 2 ** min(failures - 1, 8))
    return Sequel(
        state=State.WAITING,
        wait=wait.total_seconds(),
        failures=failures,
        looks=0,
        remedy="try_later",
        reason=reason[:500],
        keep_doubt=in_doubt or has_sent_before(row),
    )


def _without_permission(row: Publication, error: NetworkError) -> Sequel:
    """Held, not failed: it goes on when the channel may speak again (P20)."""
    before = has_sent_before(row)
    return Sequel(
        state=State.HELD,
        remedy=error.remedy,
        reason=short(error),
        fresh=not before,
        keep_doubt=before,
    )


def _for_the_operator(row: Publication, error: NetworkError) -> Sequel:
    """Tried again each quarter of an hour, until its hour is over and a person is asked."""
    before = has_sent_before(row)
    return Sequel(
        state=State.WAITING,
        wait=SETUP_PAUSE.total_seconds(),
        remedy=error.remedy,
        reason=short(error),
        fresh=not before,
        keep_doubt=before,
    )


def _crashed(row: Publication, reason: str) -> Sequel:
    crashes = row.crashes + 1
    told = f"Set aside after {crashes} failures of our own: {reason}"
    if crashes >= MOST_CRASHES and has_sent_before(row):
        return ask_a_person(told)
    if crashes >= MOST_CRASHES:
        return Sequel(state=State.REFUSED, remedy="crash", reason=told[:500], crashes=crashes)
    return Sequel(
        state=State.WAITING,
        wait=5 * crashes,
        crashes=crashes,
        remedy="crash",
        reason=reason[:500],
        keep_doubt=has_sent_before(row),
    )


def ask_a_person(reason: str) -> Sequel:
    """Nobody but a person can know or decide."""
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


def short(error: NetworkError) -> str:
    """A refusal's words, as long as a row keeps them."""
    return str(error)[:500]
