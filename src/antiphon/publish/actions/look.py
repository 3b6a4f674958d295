"""Asking a network about what it has: looks at doubts, checks of what it accepted; reads only."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from antiphon.channels.safe import address_of
from antiphon.connect.post_office import Crash, Letter, Outcome, Verb
from antiphon.connect.values import Receipt, RemoteId
from antiphon.publish import hindsight, packing
from antiphon.publish.actions.claim import intend
from antiphon.publish.actions.record import Pair, patiently, settle, write_outcomes
from antiphon.publish.models import Publication
from antiphon.publish.sequel import Sequel
from antiphon.publish.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp
from antiphon.work.office import office

AT_ONCE = 200
PATIENCE = timedelta(minutes=2)
"""A look whose asker died is asked again after this."""


def look_at_doubts(network: str = "") -> int:
    """Look for what may have arrived; what a schedule of looks did not find is sent again."""
    return _ask(_due(State.UNSURE, network), Verb.LOOK, hindsight.after_look)


def check_accepted(network: str = "") -> int:
    """Ask about what the network accepted and does not show yet."""
    return _ask(_due(State.ACCEPTED, network), Verb.CHECK, hindsight.after_check)


def _due(state: State, network: str) -> QuerySet[Publication]:
    """What is to be asked about now, on one network or on all."""
    rows = Publication.objects.filter(state=state, due_at__lte=ClockTimestamp())
    return rows.filter(network=network) if network else rows


def _ask(
    due: QuerySet[Publication], verb: Verb, then: Callable[[Publication, Outcome], Sequel]
) -> int:
    rows = _claim(due, verb)
    by_key = {str(row.pk): row for row in rows}

    def write(answered: Sequence[Pair]) -> None:
        with transaction.atomic():
            write_outcomes(answered)
            for row, outcome in answered:
                settle(row, then(row, outcome))

    letters, failed = _letters(rows, verb)
    if failed:
        patiently(write, failed)
    for batch in office().send(letters):
        patiently(write, [(by_key[key], outcome) for key, outcome in batch])
    return len(rows)


def _claim(due: QuerySet[Publication], verb: Verb) -> list[Publication]:
    """Take due rows by moving their next time ahead, so that two askers never ask the same."""
    with transaction.atomic():
        locked = due.select_related("channel").select_for_update(skip_locked=True, of=("self",))
        rows = list(locked.order_by("due_at")[:AT_ONCE])
        moment = clock.now()
        for row in rows:
            row.tries, row.lease, row.verb = row.tries + 1, row.lease + 1, verb
        _postpone(rows)
        intend(rows, moment)
    return rows


def _postpone(rows: Sequence[Publication]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update publish_publication set tries = tries + 1, lease = lease + 1,"
            " due_at = clock_timestamp() + make_interval(secs => %s) where id = any(%s)",
            [PATIENCE.total_seconds(), [row.pk for row in rows]],
        )


def _letters(rows: Sequence[Publication], verb: Verb) -> tuple[list[Letter], list[Pair]]:
    """One that cannot be asked about is an outcome of its own and takes nobody with it (P15)."""
    letters: list[Letter] = []
    failed: list[Pair] = []
    for row in rows:
        try:
            letters.append(_letter(row, verb))
        except Exception as error:  # noqa: BLE001 -- whatever it is, only this row is set aside
            failed.append((row, Crash(f"{type(error).__name__} while packing")))
    return letters, failed


def _letter(row: Publication, verb: Verb) -> Letter:
    found = packing.receipt_of(row, row.at_step)
    receipt = receipt_from(found) if found else None
    parcel = packing.parcel(row)
    return Letter(
        key=str(row.pk), verb=verb, address=address_of(row.channel), parcel=parcel, receipt=receipt
    )


def receipt_from(told: dict[str, object]) -> Receipt:
    """A stored receipt as the connector gave it."""
    extra = told.get("extra") or {}
    return Receipt(
        id=RemoteId(str(told["id"])),
        url=str(told.get("url") or ""),
        ready=bool(told.get("ready", True)),
        extra=extra if isinstance(extra, dict) else {},
    )
