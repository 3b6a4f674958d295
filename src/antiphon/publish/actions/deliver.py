"""Sending what was claimed and writing outcomes down as they come."""

from collections.abc import Sequence
from uuid import UUID

from antiphon.channels.safe import address_of
from antiphon.connect.post_office import Crash, Letter, Outcome, Verb
from antiphon.connect.values import Address
from antiphon.kernel.errors import AntiphonError
from antiphon.publish import packing, rewind
from antiphon.publish.actions.claim import claim
from antiphon.publish.actions.record import record_patiently
from antiphon.publish.duty import DUTY
from antiphon.publish.files import FileTroubleError, insist_on_files
from antiphon.publish.models import Publication
from antiphon.work.office import office

FILES_SECONDS = 300.0
"""The total deadline of a request that carries files; a text has 60 seconds."""
TEXT_SECONDS = 60.0


def deliver(network: str) -> int:
    """Claim a batch of one network, send it, and write down what became of it."""
    if rewind.notice():
        # Shifts are numbered by the database: after a rewind ours may be somebody else's.
        DUTY.end()
    shift = DUTY.begin()
    try:
        rows = claim(shift, network)
        if rows:
            rewind.remember(network, rows)
            send(rows, shift)
    except Exception:
        # What this shift held and could not write down (a claim whose COMMIT was never answered,
        # F42) must not be renewed for ever: when the shift has ended, its rows are doubted.
        DUTY.end()
        raise
    return len(rows)


def send(rows: Sequence[Publication], shift: int) -> None:
    """Let the networks answer; each outcome is written within a quarter of a second."""
    by_key = {str(row.pk): row for row in rows}
    letters, failed = _letters(rows)
    if failed:
        record_patiently(failed)
    for batch in office().send(letters, rein=DUTY.rein(shift)):
        record_patiently([(by_key[key], outcome) for key, outcome in batch])


def _letters(
    rows: Sequence[Publication],
) -> tuple[list[Letter], list[tuple[Publication, Outcome]]]:
    """One that cannot be packed is an outcome of its own and takes nobody with it (P15)."""
    letters: list[Letter] = []
    failed: list[tuple[Publication, Outcome]] = []
    addresses: dict[UUID, Address] = {}
    for row in rows:
        try:
            letters.append(_letter(row, addresses))
        except FileTroubleError as error:
            failed.append((row, error.remedy))
        except AntiphonError as error:
            failed.append((row, Crash(str(error))))
        except Exception as error:  # noqa: BLE001 -- whatever it is, only this row is set aside
            failed.append((row, Crash(f"{type(error).__name__} while packing")))
    return letters, failed


def _letter(row: Publication, addresses: dict[UUID, Address]) -> Letter:
    parcel = packing.parcel(row)
    insist_on_files(parcel)
    if row.channel_id not in addresses:
        addresses[row.channel_id] = address_of(row.channel)
    return Letter(
        key=str(row.pk),
        verb=Verb(row.verb),
        address=addresses[row.channel_id],
        parcel=parcel,
        seconds=FILES_SECONDS if parcel.enclosures else TEXT_SECONDS,
    )
