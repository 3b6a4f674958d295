"""When channels speak: weekly times, and what stands in those to come."""

from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import each, one
from antiphon.api.schemas import agenda, publications
from antiphon.api.schemas import channels as told
from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.publish import queries as publishing
from antiphon.publish.queue import actions as line
from antiphon.publish.queue import queries

queue = Routes("queue")


@queue.get("/channels/{uuid:id}/slots", "channel.read", list[told.SlotTold])
def list_slots(request: Call, id: UUID) -> list[told.SlotTold]:
    """The weekly times of a channel, in the order of the week."""
    return told.slots(list(plans.slots(_channel(request, id))))


@queue.put("/channels/{uuid:id}/slots", "slot.write", list[told.SlotTold])
def set_slots(request: Call, id: UUID, body: told.Week) -> list[told.SlotTold]:
    """Make these the weekly times of a channel; those that stay keep their pause."""
    times = [(one.weekday, one.at) for one in body.slots]
    return told.slots(plan.set_slots(request.by, _channel(request, id), times))


@queue.post("/channels/{uuid:id}/slots/spread", "slot.write", list[told.SlotTold])
def spread_slots(request: Call, id: UUID, body: told.Spread) -> list[told.SlotTold]:
    """Give a channel times that rotate through the days, as often as its network bears well."""
    row = _channel(request, id)
    return told.slots(plan.spread_slots(request.by, row, per_week=body.per_week))


@queue.patch("/slots/{uuid:id}", "slot.write", told.SlotTold)
def pause_slot(request: Call, id: UUID, body: told.Pause) -> told.SlotTold:
    """Leave a weekly time out, or take it up again."""
    return told.slots([plan.pause_slot(request.by, id, paused=body.paused)])[0]


@queue.get("/channels/{uuid:id}/queue", "publication.read", list[agenda.PlaceTold])
def list_queue(request: Call, id: UUID, filters: Query[told.SlotFilter]) -> list[agenda.PlaceTold]:
    """The next times of a channel: what stands in each, and which are free."""
    places = queries.queue(_channel(request, id), places=filters.limit)
    return [agenda.place(found) for found in places]


@queue.put("/channels/{uuid:id}/queue", "publication.change", agenda.OrderTold)
def reorder_queue(request: Call, id: UUID, body: agenda.Row) -> agenda.OrderTold:
    """Let these go first, in this order; answers how it was before, which undoes it."""
    rows = each(publishing.publications(request.by.workspace), body.publications)
    before = line.reorder(request.by, _channel(request, id), [row.pk for row in rows])
    return agenda.OrderTold(before=before)


@queue.post("/publications/{uuid:id}/put-before", "publication.change", agenda.OrderTold)
def put_before(request: Call, id: UUID, body: agenda.Before) -> agenda.OrderTold:
    """Let a floating one go before another, or last of all."""
    return agenda.OrderTold(before=line.put_before(request.by, id, body.other))


@queue.post("/publications/{uuid:id}/pin", "publication.change", publications.PublicationTold)
def pin_publication(request: Call, id: UUID, body: agenda.Pin) -> publications.PublicationTold:
    """Keep its hour whatever leaves the queue, or let it move up again."""
    return publications.publication(line.pin(request.by, id, pinned=body.pinned))


def _channel(request: Call, id: UUID) -> Channel:
    return one(channels.channels(request.by.workspace), id)
