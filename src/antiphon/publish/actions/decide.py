"""What a person decides about a publication."""

from datetime import datetime
from typing import Any

from django.db import transaction

from antiphon.connect.abilities import Publishes
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.machine import LostRaceError
from antiphon.kernel.window import Moment
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.publish.models import Publication
from antiphon.publish.proof import is_in_doubt, network_of
from antiphon.publish.queue import queries as queue
from antiphon.publish.queue.actions import move_up
from antiphon.publish.queue.queries import moment_of
from antiphon.publish.states import MOVES, State
from antiphon.work import clock
from antiphon.work.sweeps import wake

_SENT_LATE_FROM = frozenset({State.MISSED})
RETRIED_FROM = frozenset({State.MISSED, State.REFUSED})
_TAKEN_FROM = frozenset({State.WAITING, State.HELD, State.MISSED, State.REFUSED})
_MOVED_FROM = frozenset({State.WAITING, State.HELD, State.MISSED, State.REFUSED})
"""Where a person may say “again” or “later”: nowhere where it may be out already (P6)."""

_NOBODY_KNOWS = (
    "Nobody knows yet whether it arrived. Look at the network: then say "
    "“it is there” or “it is not there”."
)


class NotNowError(AntiphonError):
    """The publication is not in a state in which that can be done; the text says in which."""


def cancel(by: By, row: Publication) -> None:
    """It will not go out. Too late once it is being sent, and it says so (P10)."""
    permit(by, "publication.cancel", row)
    if row.is_partly_out:
        raise NotNowError(
            f"Part {row.at_step} of {len(row.steps)} is live already. Withdraw it instead."
        )
    if is_in_doubt(row) or (row.state == State.ASKING and not row.is_handed_over):
        raise NotNowError(_NOBODY_KNOWS)
    with transaction.atomic():
        decide(by, row, State.CANCELLED, "publication.cancel", due_at=None, ended_at=clock.now())
        _close_up(by, row)


def move_to(by: By, row: Publication, moment: Moment, *, floating: bool = False) -> Moment:
    """Another hour, until the moment of sending; pinned there, unless it floats. What it was."""
    permit(by, "publication.change", row)
    if not row.is_handed_over:
        insist(row, _MOVED_FROM)
    before = moment_of(row)
    with transaction.atomic():
        _move(by, row, moment, floating=floating)
        _close_up(by, row)
    return before


def _move(by: By, row: Publication, moment: Moment, *, floating: bool) -> None:
    facts = {
        "floating": floating,
        "planned_at": moment.instant,
        "wall": moment.wall.replace(tzinfo=moment.instant.tzinfo),
        "zone": moment.zone,
        "fold": moment.fold,
        **in_their_name(by),
    }
    if row.state == State.WAITING and not row.at_step:
        _keep_waiting(by, row, due_at=moment.instant, **facts)
    else:
        decide(by, row, State.WAITING, "publication.change", due_at=moment.instant, **facts)


def _close_up(by: By, row: Publication) -> None:
    """Whatever floats behind the place that it left moves up."""
    if queue.floating(row.channel).exists():
        move_up(by, row.channel)


def send_late(by: By, row: Publication) -> None:
    """Its hour passed; send it all the same, now."""
    permit(by, "publication.retry", row)
    insist(row, _SENT_LATE_FROM)
    facts: dict[str, Any] = {"due_at": clock.now(), "may_be_late": True, "reason": ""}
    facts |= in_their_name(by)
    decide(by, row, State.WAITING, "publication.retry", **facts)
    wake(f"publish.deliver.{row.network}")


def retry(by: By, row: Publication) -> None:
    """It was refused or missed; try again. Never while nobody knows whether it is there (P6)."""
    permit(by, "publication.retry", row)
    insist(row, RETRIED_FROM)
    facts: dict[str, Any] = {"due_at": clock.now(), "may_be_late": True, "failures": 0}
    facts |= in_their_name(by)
    decide(by, row, State.WAITING, "publication.retry", crashes=0, reason="", remedy="", **facts)
    wake(f"publish.deliver.{row.network}")


def say_it_is_there(by: By, row: Publication, *, url: str = "") -> None:
    """A person looked and found it."""
    permit(by, "publication.resolve", row)
    decide(
        by, row, State.LIVE, "publication.resolve", due_at=None, url=url or row.url,
        live_at=clock.now(), ended_at=clock.now(), reason="A person found it on the network.",
    )  # fmt: skip


def say_it_is_not_there(by: By, row: Publication, *, again: bool = True) -> None:
    """A person looked and did not find it: sent again in their name (P2 c), or given up."""
    permit(by, "publication.resolve", row)
    if not again:
        reason = "A person looked: it is not on the network, and it stays away."
        end: dict[str, Any] = {"due_at": None, "ended_at": clock.now(), "reason": reason}
        decide(by, row, State.CANCELLED, "publication.resolve", **end)
        return
    facts: dict[str, Any] = {"due_at": clock.now(), "may_be_late": True, "looks": 0, "failures": 0}
    # Their word ends the doubt: what is sent now is sent for the first time.
    facts |= {"doubted_at": None, "may_be_out": False, **in_their_name(by)}
    reason = "A person looked: it is not on the network."
    decide(by, row, State.WAITING, "publication.resolve", reason=reason, **facts)
    wake(f"publish.deliver.{row.network}")


def finished(by: By, row: Publication, *, url: str = "") -> None:
    """A person has put it on the network; from now on it counts as live."""
    permit(by, "publication.finish", row)
    if not row.is_handed_over:
        raise NotNowError(f"Nobody has it in hand: the publication is {row.state}.")
    moment = clock.now()
    decide(
        by, row, State.LIVE, "publication.finish", due_at=None, url=url, remedy="",
        live_at=moment, ended_at=moment, reason="A person finished it on the network.",
    )  # fmt: skip


def take_by_hand(by: By, row: Publication) -> None:
    """Hand it to a person now, whatever kept it from going out by itself; never in a doubt."""
    permit(by, "publication.retry", row)
    if row.is_partly_out:
        raise NotNowError(f"Part {row.at_step} of {len(row.steps)} is live: the rest follows it.")
    insist(row, _TAKEN_FROM)
    _wait_anew(by, row, by_hand=True)


def send_by_itself(by: By, row: Publication) -> None:
    """A person had it in hand and gives it back: it goes out by itself, now."""
    permit(by, "publication.retry", row)
    if not row.is_handed_over:
        raise NotNowError(f"Nobody has it in hand: the publication is {row.state}.")
    if not row.channel.is_signed_in or not network_of(row).can(Publishes):
        raise NotNowError(f"No program can publish on {row.channel}: a person has to finish it.")
    _wait_anew(by, row, by_hand=False)


def _wait_anew(by: By, row: Publication, *, by_hand: bool) -> None:
    facts: dict[str, Any] = {"due_at": clock.now(), "may_be_late": True, "by_hand": by_hand}
    facts |= {"reason": "", "remedy": "", "failures": 0, "crashes": 0, **in_their_name(by)}
    if row.state == State.WAITING:
        _keep_waiting(by, row, **facts)
    else:
        decide(by, row, State.WAITING, "publication.retry", **facts)
    wake(f"publish.deliver.{row.network}")


def look_again(by: By, row: Publication) -> None:
    """Look now instead of at the next time of the schedule."""
    permit(by, "publication.retry", row)
    mine = Publication.objects.filter(pk=row.pk, state=State.UNSURE, lease=row.lease)
    if not mine.update(due_at=clock.now()):
        raise NotNowError(f"There is nothing to look for: the publication is {row.state}.")


def in_their_name(by: By) -> dict[str, Any]:
    """From now on it is theirs: whether they may is asked again when it is sent (W6)."""
    return {"by": by} if isinstance(by, Member) else {}


def insist(row: Publication, allowed: frozenset[State]) -> None:
    """Refuse what is in another state, or may be out already without our knowing."""
    state = State(row.state)
    if state in {State.UNSURE, State.SENDING, State.ACCEPTED, State.ASKING} or is_in_doubt(row):
        raise NotNowError(_NOBODY_KNOWS)
    if state not in allowed:
        named = ", ".join(sorted(allowed))
        raise NotNowError(f"The publication is {state}; that can be done while it is {named}.")


def decide(by: By, row: Publication, new: State, action: str, /, **facts: Any) -> None:
    """Move it in somebody's name and write that down; or say that it is too late."""
    old = State(row.state)
    if new not in MOVES.table[old]:
        raise NotNowError(f"The publication is {old}; it cannot become {new}.")
    try:
        with transaction.atomic():
            row.move(new, **facts)
            note(by, action, row, before={"state": old}, after={"state": new})
    except LostRaceError as error:
        fresh = Publication.objects.get(pk=row.pk)
        raise NotNowError(f"Too late: the publication is {fresh.state} now.") from error


def _keep_waiting(by: By, row: Publication, /, *, due_at: datetime, **facts: Any) -> None:
    """Change what waits, in somebody's name; or say that it is too late."""
    mine = Publication.objects.filter(pk=row.pk, state=State.WAITING, lease=row.lease)
    with transaction.atomic():
        if not mine.update(due_at=due_at, **facts):
            raise NotNowError("Too late: it is being sent, or was sent already.")
        note(by, "publication.change", row, after={"planned_at": due_at.isoformat()})
    row.due_at, row.planned_at = due_at, due_at
