"""Notes on days, holidays, remarks on posts, goals of channels."""

from datetime import timedelta
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.routers.desk.labels import removed
from antiphon.api.schemas import desk as told
from antiphon.api.schemas.fields import given
from antiphon.channels import queries as channels
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan import queries as plans
from antiphon.plan.desk import actions as desk
from antiphon.plan.desk import holidays, queries
from antiphon.plan.models import Note

notes = Routes("notes")

LONGEST = timedelta(days=2 * 366)
MOST = 2_000


@notes.get("/notes", "post.read", list[told.NoteTold])
def list_notes(request: Call, filters: Query[told.Days]) -> list[told.NoteTold]:
    """The notes that stand on any of these days, in their order; the first 2,000."""
    _insist(filters)
    rows = queries.notes(request.by.workspace, filters.first, filters.last)
    return [told.note(row) for row in rows[:MOST]]


@notes.post("/notes", "note.write", told.NoteTold, status=201)
def write_note(request: Call, body: told.NewNote) -> told.NoteTold:
    """Write on a day of the calendar, or on several."""
    row = desk.write_note(
        request.by, body.begins_on, body.text, ends_on=body.ends_on, tint=body.tint
    )
    row.refresh_from_db()
    return told.note(row)


@notes.patch("/notes/{uuid:id}", "note.write", told.NoteTold)
def change_note(request: Call, id: UUID, body: told.NoteChange) -> told.NoteTold:
    """Other words, days or colour."""
    facts = {name: value for name, value in given(body).items() if value is not None}
    return told.note(desk.change_note(request.by, id, **facts))


@notes.delete("/notes/{uuid:id}", "note.write", told.UndoTold)
def remove_note(request: Call, id: UUID) -> told.UndoTold:
    """Remove it."""
    return removed(request, Note, id)


@notes.get("/holidays", "post.read", list[told.HolidayTold])
def list_holidays(request: Call, filters: Query[told.HolidayFilter]) -> list[told.HolidayTold]:  # noqa: ARG001
    """The public holidays of countries, by day."""
    _insist(filters)
    codes = [word.strip() for word in filters.countries.split(",") if word.strip()]
    found = holidays.between(codes, filters.first, filters.last, language=filters.language)
    return [told.HolidayTold(on=one.on, country=one.country, name=one.name) for one in found]


@notes.get("/posts/{uuid:id}/comments", "post.read", list[told.CommentTold])
def list_comments(request: Call, id: UUID) -> list[told.CommentTold]:
    """What people said to each other about a post, the oldest first; the first 2,000."""
    row = one(plans.posts(request.by.workspace), id)
    return [told.comment(said) for said in queries.comments(row)[:MOST]]


@notes.post("/posts/{uuid:id}/comments", "post.comment", told.CommentTold, status=201)
def say_about_post(request: Call, id: UUID, body: told.NewComment) -> told.CommentTold:
    """Say something about a post, or answer somebody; `@name` calls a member."""
    row = desk.say(request.by, id, body.text, about=body.about)
    row.refresh_from_db()
    return told.comment(row)


@notes.post("/comments/{uuid:id}/resolve", "post.comment", told.CommentTold)
def resolve_comment(request: Call, id: UUID) -> told.CommentTold:
    """It is dealt with."""
    return told.comment(desk.resolve_comment(request.by, id))


@notes.post("/comments/{uuid:id}/reopen", "post.comment", told.CommentTold)
def reopen_comment(request: Call, id: UUID) -> told.CommentTold:
    """It is not dealt with after all."""
    return told.comment(desk.reopen_comment(request.by, id))


@notes.get("/goals", "channel.read", list[told.GoalTold])
def list_goals(request: Call) -> list[told.GoalTold]:
    """How often channels want to speak; those that want nothing are left out."""
    found = queries.goals(request.by.workspace)
    return [told.GoalTold(channel=id, per_week=goal.per_week) for id, goal in found.items()]


@notes.put("/channels/{uuid:id}/goal", "goal.write", told.GoalTold)
def set_goal(request: Call, id: UUID, body: told.GoalSet) -> told.GoalTold:
    """How often a week a channel wants to speak."""
    row = one(channels.channels(request.by.workspace), id)
    desk.set_goal(request.by, row, body.per_week)
    return told.GoalTold(channel=row.pk, per_week=body.per_week)


def _insist(days: told.Days) -> None:
    if not timedelta(0) <= days.last - days.first <= LONGEST:
        say = f"Ask for at most {LONGEST.days} days, the first before the last."
        raise BadInputError(Problem(field="last", rule="order", limit=LONGEST.days, say=say))
