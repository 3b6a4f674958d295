"""When posts go out: what they are meant for, times on offer, series, how often channels speak."""

from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import each, one
from antiphon.api.schemas import agenda as told
from antiphon.api.schemas.publications import PublicationTold
from antiphon.api.schemas.publications import publications as all_told
from antiphon.channels import queries as channels
from antiphon.kernel.window import Moment
from antiphon.plan import queries as plans
from antiphon.plan.desk import actions as desk
from antiphon.plan.desk import queries as beside
from antiphon.plan.models import Post, Series
from antiphon.publish.agenda import actions as agenda_of
from antiphon.publish.agenda import pace, queries, times

agenda = Routes("agenda")

MOST = 200


@agenda.get("/posts/{uuid:id}/plan", "post.read", list[told.WishTold])
def get_plan(request: Call, id: UUID) -> list[told.WishTold]:
    """Where and when a post is meant for: one, or none."""
    found = queries.meant(_post(request, id))
    return [told.wish(found)] if found else []


@agenda.put("/posts/{uuid:id}/plan", "post.write", told.WishTold)
def sketch_plan(request: Call, id: UUID, body: told.Meant) -> told.WishTold:
    """Keep where and when a draft is meant for; nothing goes out because of it."""
    rows, at = each(channels.channels(request.by.workspace), body.channels), _hour(body)
    row = _post(request, id)
    return told.wish(agenda_of.sketch(request.by, row, rows, at=at, queue=body.queue))


@agenda.post("/posts/{uuid:id}/plan", "publication.schedule", told.WishTold, insists=True)
def ask_for_plan(request: Call, id: UUID, body: told.Meant) -> told.WishTold:
    """Hand a post in with its hour and channels; granted as soon as whoever must has agreed."""
    rows, at = each(channels.channels(request.by.workspace), body.channels), _hour(body)
    row = _post(request, id)
    return told.wish(agenda_of.ask_for(request.by, row, rows, at=at, queue=body.queue))


@agenda.delete("/posts/{uuid:id}/plan", "publication.schedule")
def take_plan_back(request: Call, id: UUID) -> None:
    """Ask for no hour any more."""
    agenda_of.take_back(request.by, _post(request, id))


@agenda.post(
    "/posts/{uuid:id}/plan-awake",
    "publication.schedule",
    list[PublicationTold],
    status=201,
    insists=True,
)
def schedule_awake(request: Call, id: UUID, body: told.Awake) -> list[PublicationTold]:
    """Plan each telling at the hour of that day at which most of its people are awake."""
    rows = each(channels.channels(request.by.workspace), body.channels)
    return all_told(agenda_of.schedule_awake(request.by, _post(request, id), rows, on=body.on))


@agenda.get("/posts/{uuid:id}/times", "post.read", list[told.OfferTold])
def list_times(request: Call, id: UUID, filters: Query[told.OfferFilter]) -> list[told.OfferTold]:
    """Times on offer: now, the next free slots, where each place is awake; and who hears it."""
    rows = channels.channels(request.by.workspace)[:100]
    return [told.offer(one) for one in times.offers(_post(request, id), rows, on=filters.on)]


@agenda.get("/paces", "channel.read", list[told.PaceTold])
def list_paces(request: Call, filters: Query[told.WeekFilter]) -> list[told.PaceTold]:
    """How often each channel speaks in a week, beside what its network bears well and its goal."""
    return [told.pace(one) for one in pace.paces(request.by.workspace, filters.week)]


@agenda.get("/series", "post.read", list[told.SeriesTold])
def list_series(request: Call) -> list[told.SeriesTold]:
    """Posts that return, the soonest first; the first 200."""
    return [told.series(row) for row in beside.series(request.by.workspace)[:MOST]]


@agenda.post("/series", "series.write", told.SeriesTold, status=201)
def make_series(request: Call, body: told.NewSeries) -> told.SeriesTold:
    """Let a post return: a copy each time, `{n}` is its number."""
    row = desk.make_series(request.by, body.post, body.channels, **body.facts())
    return told.series(_series(request, row.pk))


@agenda.get("/series/{uuid:id}", "post.read", told.SeriesTold)
def get_series(request: Call, id: UUID) -> told.SeriesTold:
    """One of them."""
    return told.series(_series(request, id))


@agenda.patch("/series/{uuid:id}", "series.write", told.SeriesTold)
def change_series(request: Call, id: UUID, body: told.SeriesChange) -> told.SeriesTold:
    """Another rhythm, hour or channels from the next return on."""
    desk.change_series(request.by, id, channels=body.channels, **body.facts())
    return told.series(_series(request, id))


@agenda.get("/series/{uuid:id}/returns", "post.read", list[told.OccurrenceTold])
def list_returns(request: Call, id: UUID) -> list[told.OccurrenceTold]:
    """What it brought so far, the youngest first; the last 200."""
    return [told.occurrence(row) for row in beside.occurrences(_series(request, id))[:MOST]]


@agenda.post("/series/{uuid:id}/pause", "series.write", told.SeriesTold)
def pause_series(request: Call, id: UUID, body: told.Why) -> told.SeriesTold:
    """Nothing more of it is made until somebody resumes it."""
    desk.pause_series(request.by, id, reason=body.reason)
    return told.series(_series(request, id))


@agenda.post("/series/{uuid:id}/resume", "series.write", told.SeriesTold)
def resume_series(request: Call, id: UUID) -> told.SeriesTold:
    """Go on with the next return from now."""
    desk.resume_series(request.by, id)
    return told.series(_series(request, id))


@agenda.post("/series/{uuid:id}/end", "series.write", told.SeriesTold)
def end_series(request: Call, id: UUID) -> told.SeriesTold:
    """Nothing more of it is made."""
    desk.end_series(request.by, id)
    return told.series(_series(request, id))


def _post(request: Call, id: UUID) -> Post:
    return one(plans.posts(request.by.workspace), id)


def _series(request: Call, id: UUID) -> Series:
    return one(beside.series(request.by.workspace), id)


def _hour(body: told.Meant) -> Moment | None:
    return body.at.moment if body.at else None
