"""Publications: sent, followed, decided about."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import each, one
from antiphon.api.schemas import publications as told
from antiphon.api.schemas.fields import Page
from antiphon.api.schemas.publications import PublicationTold
from antiphon.channels import queries as channels
from antiphon.media import queries as media
from antiphon.plan import queries as plans
from antiphon.publish import actions as publish
from antiphon.publish import queries
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Publication
from antiphon.publish.states import State

publications = Routes("publications")

ORDERS = {
    told.PublicationOrder.PLANNED: Order("planned_at"),
    told.PublicationOrder.MADE: Order("made_at"),
}


@publications.get("/publications", "publication.read", Page[PublicationTold])
def list_publications(request: Call, filters: Query[told.PublicationFilter]) -> dict[str, Any]:
    """All publications, the last planned (or made) first."""
    rows = queries.publications(request.by.workspace).filter(**_wanted(filters))
    return leaf(request, rows, ORDERS[filters.order], told.publications)


@publications.post(
    "/announcements", "publication.schedule", list[PublicationTold], status=201, insists=True
)
def announce(request: Call, body: told.Announcement) -> list[PublicationTold]:
    """Draft, tailor, submit and schedule in one go; refused as a whole if any of it is."""
    return told.publications(publish.announce(request.by, _message(request, body)))


@publications.post(
    "/publications", "publication.schedule", list[PublicationTold], status=201, insists=True
)
def schedule_post(request: Call, body: told.Schedule) -> list[PublicationTold]:
    """Send an approved post: now, at an hour, or at the next free slot of each channel."""
    post = plans.post(request.by.workspace, body.post)
    rows = each(channels.channels(request.by.workspace), body.channels)
    at = body.at.moment if body.at else None
    return told.publications(publish.send(request.by, post, rows, at=at, queue=body.queue))


@publications.get("/publications/{uuid:id}", "publication.read", told.PublicationWhole)
def get_publication(request: Call, id: UUID) -> told.PublicationWhole:
    """One publication with its whole story: parcels, attempts, receipts, read-back."""
    row = _publication(request, id)
    return told.whole(row, list(queries.attempts(row)))


@publications.get("/publications/{uuid:id}/attempts", "publication.read", list[told.AttemptTold])
def list_attempts(request: Call, id: UUID) -> list[told.AttemptTold]:
    """Everything that was asked of the network, in order; the first 1,000."""
    rows = queries.attempts(_publication(request, id))[:1000]
    return [told.attempt(row) for row in rows]


@publications.get("/publication-counts", "publication.read", list[told.StateCountTold])
def count_publications(request: Call) -> list[told.StateCountTold]:
    """How many publications are in which state."""
    counts = queries.counts(request.by.workspace)
    return [told.StateCountTold(state=State(state), count=n) for state, n in sorted(counts.items())]


@publications.post("/publications/{uuid:id}/cancel", "publication.cancel", PublicationTold)
def cancel_publication(request: Call, id: UUID) -> PublicationTold:
    """Keep it from going out; too late once it is being sent, and it says so."""
    return _decided(request, id, publish.cancel)


@publications.post("/publications/{uuid:id}/move", "publication.change", PublicationTold)
def move_publication(request: Call, id: UUID, body: told.Move) -> PublicationTold:
    """Give it another hour, until the moment of sending."""
    at = body.at.moment
    return _decided(request, id, lambda by, row: publish.move_to(by, row, at))


@publications.post("/publications/{uuid:id}/retry", "publication.retry", PublicationTold)
def retry_publication(request: Call, id: UUID) -> PublicationTold:
    """Try a refused or missed one again; never while nobody knows whether it is there."""
    return _decided(request, id, publish.retry)


@publications.post("/publications/{uuid:id}/send-late", "publication.retry", PublicationTold)
def send_late(request: Call, id: UUID) -> PublicationTold:
    """Its hour passed; send it all the same, now."""
    return _decided(request, id, publish.send_late)


@publications.post("/publications/{uuid:id}/look-again", "publication.retry", PublicationTold)
def look_again(request: Call, id: UUID) -> PublicationTold:
    """Look for an unsure one now instead of at its next time."""
    return _decided(request, id, publish.look_again)


@publications.post("/publications/{uuid:id}/is-there", "publication.resolve", PublicationTold)
def say_it_is_there(request: Call, id: UUID, body: told.There) -> PublicationTold:
    """A person looked at the network and found it."""
    return _decided(
        request, id, lambda by, row: publish.say_it_is_there(by, row, url=body.url[:1000])
    )


@publications.post("/publications/{uuid:id}/is-not-there", "publication.resolve", PublicationTold)
def say_it_is_not_there(request: Call, id: UUID, body: told.NotThere) -> PublicationTold:
    """A person looked and did not find it: it is sent again in their name, or given up."""
    return _decided(
        request, id, lambda by, row: publish.say_it_is_not_there(by, row, again=body.again)
    )


@publications.post("/publications/{uuid:id}/take-by-hand", "publication.retry", PublicationTold)
def take_by_hand(request: Call, id: UUID) -> PublicationTold:
    """Hand it to a person now, whatever kept it from going out by itself; never in a doubt."""
    return _decided(request, id, publish.take_by_hand)


@publications.post("/publications/{uuid:id}/send-by-itself", "publication.retry", PublicationTold)
def send_by_itself(request: Call, id: UUID) -> PublicationTold:
    """A person had it in hand and gives it back: it goes out by itself, now."""
    return _decided(request, id, publish.send_by_itself)


@publications.post("/publications/{uuid:id}/finished", "publication.finish", PublicationTold)
def finish_publication(request: Call, id: UUID, body: told.There) -> PublicationTold:
    """A person has put it on the network; from now on it counts as live."""
    return _decided(request, id, lambda by, row: publish.finished(by, row, url=body.url[:1000]))


@publications.post(
    "/publications/{uuid:id}/put-back",
    "publication.schedule",
    PublicationTold,
    status=201,
    insists=True,
)
def put_publication_back(request: Call, id: UUID) -> PublicationTold:
    """Plan again what was cancelled, at its hour; the cancelled one stays as it ended."""
    return told.publication(agenda.put_back(request.by, _publication(request, id)))


@publications.post("/publications/{uuid:id}/mend", "publication.change", PublicationTold)
def mend_publication(request: Call, id: UUID, body: told.NewText) -> PublicationTold:
    """Say it otherwise on its channel, and send that as soon as whoever must has agreed."""
    return _decided(request, id, lambda by, row: agenda.mend(by, row, body.text))


@publications.post("/publications/{uuid:id}/tell-anew", "publication.change", PublicationTold)
def tell_anew(request: Call, id: UUID) -> PublicationTold:
    """It was refused or missed: send what its post says now."""
    return _decided(request, id, agenda.tell_anew)


@publications.post(
    "/publications/{uuid:id}/withdraw", "publication.withdraw", PublicationTold, outside=True
)
def withdraw_publication(request: Call, id: UUID) -> PublicationTold:
    """Take a live one back, where its network lets a program do that."""
    return _decided(request, id, publish.withdraw)


@publications.post(
    "/publications/{uuid:id}/edit-live", "publication.change", PublicationTold, outside=True
)
def edit_live(request: Call, id: UUID, body: told.NewText) -> PublicationTold:
    """Make a live one say something else, where its network can; the story keeps both."""
    return _decided(request, id, lambda by, row: publish.edit_live(by, row, body.text))


def _publication(request: Call, id: UUID) -> Publication:
    return one(queries.publications(request.by.workspace), id)


def _decided(
    request: Call, id: UUID, decide: Callable[[Any, Publication], object]
) -> PublicationTold:
    decide(request.by, _publication(request, id))
    return told.publication(_publication(request, id))


def _message(request: Call, body: told.Announcement) -> publish.Message:
    parts = body.parts()
    files = [(media.asset(request.by.workspace, id), alt) for id, alt in parts.pop("assets", [])]
    for name in ("text", "channels", "told_to", "at", "queue", "on"):
        parts.pop(name, None)
    return publish.Message(
        text=body.text,
        channels=each(channels.channels(request.by.workspace), body.channels),
        told_to=[(str(one.audience), {"text": one.text}) for one in body.told_to],
        assets=files,
        parts=parts,
        at=body.at.moment if body.at else None,
        queue=body.queue,
        on=body.on,
    )


def _wanted(filters: told.PublicationFilter) -> dict[str, Any]:
    """The filters as conditions; a closed table."""
    given = {
        "state": filters.state,
        "channel": filters.channel,
        "post": filters.post,
        "post__campaign": filters.campaign,
        "post__labels": filters.label,
        "network": filters.network,
        "planned_at__gte": filters.since,
        "planned_at__lt": filters.until,
    }
    return {name: value for name, value in given.items() if value}
