"""What follows from asking a network about what it has: looks at doubts, checks of what it took."""

from datetime import timedelta

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, SignInAgain, TryLater
from antiphon.connect.network import Network
from antiphon.connect.post_office import Absent, Outcome
from antiphon.connect.rules import ProofKind
from antiphon.connect.values import Receipt
from antiphon.publish.models import Publication
from antiphon.publish.proof import MOST_FAILURES, network_of
from antiphon.publish.sequel import LONGEST_PAUSE, Sequel, after_receipt, ask_a_person, short
from antiphon.publish.states import State
from antiphon.work import clock

CHECKS_FOR = timedelta(hours=24)


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
                state=State.UNSURE, wait=wait, remedy=outcome.remedy, reason=short(outcome)
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
    if network.proof.kind is ProofKind.NONE:
        return ask_a_person("It was looked for and not seen, which proves nothing here.")
    if row.failures + 1 >= MOST_FAILURES:
        return ask_a_person("It was looked for and is not there, again and again.")
    reason = "Looked for on the network's schedule and not found: sent again."
    return Sequel(
        state=State.WAITING,
        wait=0,
        looks=looks,
        failures=row.failures + 1,
        reason=reason,
        keep_doubt=True,
    )


def _look_failed(row: Publication) -> Sequel:
    """A look that failed proves nothing; it is made again, later and later."""
    failed = row.crashes + 1
    if failed > MOST_FAILURES:
        return ask_a_person("The network cannot be looked at.")
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
            return Sequel(state=State.REFUSED, remedy=outcome.remedy, reason=short(outcome))
        case Receipt():
            return _still(row, outcome.check_after)
        case _:
            return _still(row, timedelta(seconds=10))


def _still(row: Publication, at_least: timedelta) -> Sequel:
    """Not visible yet: ask again with growing gaps, until a day is over."""
    since = row.sent_at or row.planned_at
    if clock.now() - since > CHECKS_FOR:
        return ask_a_person("The network accepted it a day ago and still does not show it.")
    checks = row.looks + 1
    wait = min(timedelta(minutes=10), at_least * 2 ** min(checks, 6))
    return Sequel(state=State.ACCEPTED, wait=wait.total_seconds(), looks=checks, reason=row.reason)
