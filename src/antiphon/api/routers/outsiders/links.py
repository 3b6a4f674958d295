"""Guests without a seat, and secret links for outsiders."""

from uuid import UUID

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.routers.outsiders import forms as told
from antiphon.people import actions as people
from antiphon.people import queries as staff
from antiphon.plan.outside import actions as outside
from antiphon.plan.outside import queries

links = Routes("outsiders")

MOST = 200


@links.get("/guests", "share.write", list[told.GuestTold])
def list_guests(request: Call) -> list[told.GuestTold]:
    """People without a seat whose word is asked for; the first 200."""
    return [told.guest(row) for row in staff.guests(request.by.workspace)[:MOST]]


@links.post("/guests", "guest.invite", told.GuestTold, status=201)
def invite_guest(request: Call, body: told.NewGuest) -> told.GuestTold:
    """Take somebody outside in, without a seat."""
    row = people.invite_guest(request.by, body.name, body.email)
    row.refresh_from_db()
    return told.guest(row)


@links.delete("/guests/{uuid:id}", "guest.invite")
def end_guest(request: Call, id: UUID) -> None:
    """Ask them no longer: their links stop opening, their words stop counting."""
    people.end_guest(request.by, one(staff.guests(request.by.workspace), id))


@links.get("/shares", "share.write", list[told.ShareTold])
def list_shares(request: Call) -> list[told.ShareTold]:
    """All secret links, the youngest first; the last 200."""
    return [told.share(row) for row in queries.shared_views(request.by.workspace)[:MOST]]


@links.post("/shares/calendar", "share.write", told.ShareMade, status=201)
def share_calendar(request: Call, body: told.CalendarLink) -> told.ShareMade:
    """A link that shows the calendar to whoever has it."""
    view, token = outside.share_calendar(
        request.by,
        subscription=body.subscription,
        lasts=told.lasts(body.days),
        name=body.name,
        channels=body.channels,
        campaign=body.campaign,
        shows=body.shows,
    )
    return told.share_made(view, token)


@links.post("/shares/review", "share.write", told.ShareMade, status=201)
def share_review(request: Call, body: told.ReviewLink) -> told.ShareMade:
    """Ask a guest for their word on posts; they get the link by mail."""
    lasts, note = told.lasts(body.days), body.note
    view, token = outside.share_review(
        request.by, body.guest, body.posts, lasts=lasts, note_for_guest=note
    )
    return told.share_made(view, token)


@links.delete("/shares/{uuid:id}", "share.write")
def revoke_share(request: Call, id: UUID) -> None:
    """Take a link back: from now on it looks like one that never was."""
    outside.revoke_share(request.by, one(queries.shared_views(request.by.workspace), id))


@links.post("/posts/{uuid:id}/ask", "post.write", told.AskedTold)
def ask_members(request: Call, id: UUID, body: told.Asked) -> told.AskedTold:
    """Ask members for their word on a post in review."""
    return told.AskedTold(asked=len(outside.ask(request.by, id, body.members, body.note)))
