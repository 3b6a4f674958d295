"""Writing down what a network said, and what follows from it.

The attempt's outcome is written first and always; the move comes second and may lose its race, in
which case the outcome is evidence that may prove a publication live but decides nothing else (P5).
"""

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from antiphon.channels import actions as channels
from antiphon.connect.errors import LookFirst, NetworkError, SignInAgain
from antiphon.connect.post_office import Absent, Crash, Done, Outcome
from antiphon.connect.transport.guard import now
from antiphon.connect.values import Live, Prepared, Receipt
from antiphon.publish import sequel
from antiphon.publish.models import Publication
from antiphon.publish.sequel import Sequel, receipt_told
from antiphon.publish.states import State

Pair = tuple[Publication, Outcome]

PATIENCE = 120.0
"""Seconds for which an outcome is kept in memory while the database is away."""

log = structlog.get_logger(__name__)

_OUTCOMES = """
update publish_attempt a
   set ended_at = clock_timestamp(), outcome = v.outcome, reason = v.reason, receipt = v.receipt
  from jsonb_to_recordset(%s::jsonb)
       as v(id uuid, number int, outcome text, reason text, receipt jsonb, since timestamptz)
 where a.publication_id = v.id and a.number = v.number and a.ended_at is null
"""

# Nothing here moves a row that is no longer ours: state, lease and shift must be as we know them.
_MOVES = """
update publish_publication p
   set state = v.state, shift_id = null,
       due_at = case when v.wait is null then null
                     else greatest(clock_timestamp(), coalesce(v.floor, clock_timestamp()))
                          + make_interval(secs => v.wait) end,
       progress = coalesce(v.progress, p.progress), at_step = coalesce(v.at_step, p.at_step),
       remedy = v.remedy, reason = v.reason, remote_id = coalesce(v.remote_id, p.remote_id),
       url = coalesce(v.url, p.url), failures = coalesce(v.failures, p.failures),
       crashes = coalesce(v.crashes, p.crashes), looks = coalesce(v.looks, p.looks),
       may_be_late = p.may_be_late or v.may_be_late,
       first_sent_at = case when v.fresh then null else p.first_sent_at end,
       doubted_at = case when v.state = 'unsure' then coalesce(p.doubted_at, clock_timestamp())
                         when v.keep_doubt then coalesce(p.doubted_at, clock_timestamp())
                         else null end,
       live_at = case when v.state = 'live' then clock_timestamp() else p.live_at end,
       ended_at = case when v.state in ('live', 'cancelled') then clock_timestamp()
                       else p.ended_at end
  from jsonb_to_recordset(%s::jsonb)
       as v(id uuid, lease bigint, was text, state text, wait float, floor timestamptz,
            progress jsonb, at_step int, remedy text, reason text, remote_id text, url text,
            failures int, crashes int, looks int, fresh bool, keep_doubt bool,
            may_be_late bool)
 where p.id = v.id and p.state = v.was and p.lease = v.lease
returning p.id
"""


def record_patiently(pairs: Sequence[Pair]) -> None:
    """`record`, whatever happens: a receipt is written again, one by one where need be."""
    patiently(record, pairs)


def patiently(write: Callable[[Sequence[Pair]], None], pairs: Sequence[Pair]) -> None:
    """Write on a new connection when the old one broke (F42, F43); one that cannot be written at
    all takes nobody with it (P15) and leaves us unsure.
    """
    try:
        _until_it_is_back(write, pairs)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("an outcome cannot be written", failure=type(error).__name__)
        if len(pairs) > 1:
            for pair in pairs:
                patiently(write, [pair])
        elif not isinstance(pairs[0][1], LookFirst):
            patiently(write, [(pairs[0][0], LookFirst("The answer could not be written down."))])
        else:
            raise


def _until_it_is_back(write: Callable[[Sequence[Pair]], None], pairs: Sequence[Pair]) -> None:
    until, pause = now() + PATIENCE, 0.1
    while True:
        try:
            return write(pairs)
        except (OperationalError, InterfaceError) as error:
            if now() > until or connection.in_atomic_block:
                raise
            log.warning("outcomes not written yet", failure=type(error).__name__)
            connection.close()
            time.sleep(pause)
            pause = min(2.0, pause * 2)


def record(pairs: Sequence[Pair]) -> None:
    """Write down outcomes of claimed publications, and move each to what follows."""
    sequels = {row.pk: sequel.after(row, outcome) for row, outcome in pairs}
    with transaction.atomic():
        write_outcomes(pairs)
        moved = _move([(row, sequels[row.pk]) for row, _outcome in pairs])
    late = [(row, outcome) for row, outcome in pairs if row.pk not in moved]
    for row, outcome in late:
        _keep_as_evidence(row, outcome)
    _tell_channels(pairs)


def settle(row: Publication, found: Sequel) -> bool:
    """Move one publication to what follows; False when somebody else was faster."""
    return bool(_move([(row, found)]))


def write_outcomes(pairs: Sequence[Pair]) -> None:
    """End the attempts with what was answered; always possible, whoever holds the row now."""
    told = [
        {"id": str(row.pk), "number": row.tries, **outcome_told(outcome)} for row, outcome in pairs
    ]
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES, [json.dumps(told)])


def outcome_told(outcome: Outcome) -> dict[str, Any]:
    """An outcome as its attempt keeps it."""
    match outcome:
        case Receipt():
            return {"outcome": "receipt", "reason": outcome.twin, "receipt": receipt_told(outcome)}
        case Prepared():
            return {"outcome": "prepared", "reason": "", "receipt": {"handles": outcome.handles}}
        case Absent():
            return {"outcome": "absent", "reason": "", "receipt": None}
        case Done() | Live():
            return {"outcome": "done", "reason": "", "receipt": None}
        case Crash(reason):
            return {"outcome": "crash", "reason": reason[:500], "receipt": None}
        case NetworkError():
            return {"outcome": outcome.remedy, "reason": str(outcome)[:500], "receipt": None}


def _move(found: Sequence[tuple[Publication, Sequel]]) -> set[Any]:
    told = [
        {"id": str(row.pk), "lease": row.lease, "was": row.state, **vars(what)}
        for row, what in found
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [json.dumps(told, default=_plain)])
        return {row[0] for row in cursor.fetchall()}


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _keep_as_evidence(row: Publication, outcome: Outcome) -> None:
    """A late answer that proves the thing live settles a doubt; it never takes another decision."""
    if not isinstance(outcome, Receipt) or row.verb != "publish":
        return
    fresh = Publication.objects.select_related("channel").get(pk=row.pk)
    if fresh.state in {State.UNSURE, State.ASKING} and fresh.at_step == row.at_step:
        settle(fresh, sequel.after_receipt(fresh, outcome))


def _tell_channels(pairs: Sequence[Pair]) -> None:
    """A refused sign-in is the channel's state, told once, not each publication's failure."""
    refused = {
        row.channel_id: (row.channel, outcome)
        for row, outcome in pairs
        if isinstance(outcome, SignInAgain)
    }
    for channel, outcome in refused.values():
        channels.doubt_permission(channel, str(outcome))
