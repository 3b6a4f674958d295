"""Taking back what is live, or changing it, where the network can."""

from dataclasses import replace

from django.db import transaction

from antiphon.channels.safe import address_of
from antiphon.connect.abilities import Edits, Withdraws
from antiphon.connect.errors import ChangeIt, Gone, NetworkError
from antiphon.connect.post_office import Crash, Letter, Outcome, Verb
from antiphon.connect.problems import problems
from antiphon.connect.values import Parcel, Receipt
from antiphon.kernel.problem import BadInputError, blocking
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.publish import packing
from antiphon.publish.actions.claim import intend
from antiphon.publish.actions.decide import NotNowError
from antiphon.publish.actions.look import receipt_from
from antiphon.publish.actions.record import write_outcomes
from antiphon.publish.models import Publication
from antiphon.publish.proof import network_of
from antiphon.publish.states import State
from antiphon.work import clock, identity
from antiphon.work.office import office

_NO_RECEIPT = (
    "A person found it there, and the network never told us its id: only they can change it there."
)


def withdraw(by: By, row: Publication) -> None:
    """Take every part back, the last one first; what is gone already counts as done."""
    permit(by, "publication.withdraw", row)
    network = network_of(row)
    if row.state != State.LIVE:
        raise NotNowError(f"The publication is {row.state}; only a live one can be withdrawn.")
    if not network.can(Withdraws):
        raise NotNowError(f"{network.name} lets no program take a post back. Do it there.")
    receipts = [packing.receipt_of(row, place) for place in range(len(row.steps))]
    if not any(receipts):
        raise NotNowError(_NO_RECEIPT)
    for place, told in reversed([*enumerate(receipts)]):
        if told:
            _insist(_ask(row, place, Verb.WITHDRAW, receipt_from(told)), network.name)
    with transaction.atomic():
        row.move(State.WITHDRAWN, due_at=None, ended_at=clock.now())
        note(by, "publication.withdraw", row)


def edit_live(by: By, row: Publication, text: str) -> None:
    """Make the live post say something else, where the network can; the story keeps both."""
    permit(by, "publication.change", row)
    network = network_of(row)
    if row.state != State.LIVE or not network.can(Edits):
        raise NotNowError(f"{network.name} cannot change a post that is {row.state}.")
    if len(row.steps) > 1:
        raise NotNowError("A thread cannot be changed in one piece. Withdraw it and tell it anew.")
    told = packing.receipt_of(row, 0)
    if not told:
        raise NotNowError(_NO_RECEIPT)
    parcel = replace(packing.parcel(row, 0), text=text)
    if found := blocking(problems(parcel, network)):
        raise BadInputError(*found)
    outcome = _ask(row, 0, Verb.EDIT, receipt_from(told), parcel)
    if not isinstance(outcome, Receipt):
        _insist(outcome, network.name)
    steps = [packing.plain(parcel)]
    with transaction.atomic():
        mine = Publication.objects.filter(pk=row.pk, state=State.LIVE)
        mine.update(steps=steps, digest=packing.digest(steps), seen=None)
        note(by, "publication.change", row, before={"digest": row.digest}, after={"text": text})
    row.refresh_from_db()


def _ask(
    row: Publication, place: int, verb: Verb, receipt: Receipt, parcel: Parcel | None = None
) -> Outcome:
    identity.insist()
    row.tries, row.verb, row.at_step = row.tries + 1, verb, place
    with transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(tries=row.tries)
        intend([row], clock.now())
    letter = Letter(
        key=str(row.pk), verb=verb, address=address_of(row.channel), receipt=receipt, parcel=parcel
    )
    outcome = next(office().send([letter]))[0][1]
    write_outcomes([(row, outcome)])
    return outcome


def _insist(outcome: Outcome, name: str) -> None:
    match outcome:
        case Gone():
            return
        case ChangeIt() | NetworkError() | Crash():
            reason = outcome.reason if isinstance(outcome, Crash) else str(outcome)
            raise NotNowError(f"{name} did not do it: {reason} Nothing was lost; try again.")
        case _:
            return
