"""Guests, secret links and tables, as they come in and go out."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from pydantic import Field, Strict

from antiphon.api.schemas.fields import Closed, Ids, Instant, Line, Paging, Switch, Words, words_of
from antiphon.api.schemas.people import Email
from antiphon.kernel.secret import Secret
from antiphon.people.models import Guest
from antiphon.plan.models import Kind, SharedView
from antiphon.publish.models import Import, ImportRow, RowState, SheetState
from antiphon.publish.sheets import queries

Days = Annotated[int, Strict(), Field(ge=1, le=730)]
ShareKind = Annotated[Kind, words_of(Kind)]
TableState = Annotated[SheetState, words_of(SheetState)]
LineState = Annotated[RowState, words_of(RowState)]
ADDRESSES = {Kind.CALENDAR: "/s/{}/", Kind.ICS: "/s/{}.ics", Kind.REVIEW: "/r/{}/"}


class NewGuest(Closed):
    """Somebody without a seat, whose word is asked for."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    email: Email


class GuestTold(Closed):
    """Somebody without a seat."""

    id: UUID
    name: str
    email: str
    invited_by: UUID
    invited_at: datetime


class CalendarLink(Closed):
    """What a link shows for as long as it lives."""

    name: Annotated[str, Field(max_length=120)] = ""
    subscription: Switch = Field(default=False, description="For calendar programs (iCalendar).")
    days: Days = 90
    channels: Annotated[list[UUID], Field(max_length=500)] = Field(default_factory=list)
    campaign: UUID | None = None
    shows: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=3)] = Field(
        default=["text", "pictures", "state"]
    )


class ReviewLink(Closed):
    """Posts on which a guest is asked for their word."""

    guest: UUID
    posts: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    days: Days = 14
    note: Words = ""


class ShareTold(Closed):
    """A secret link; its address is told only when it is made."""

    id: UUID
    kind: ShareKind
    name: str
    guest: UUID | None
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    opened: int
    opened_at: datetime | None


class ShareMade(ShareTold):
    """The same with its address, told only now; null where only the guest may have it."""

    link: str | None


class Asked(Closed):
    """Whom to ask for their word."""

    members: Ids
    note: Line = ""


class AskedTold(Closed):
    """How many were asked."""

    asked: int


class TableTold(Closed):
    """A table of posts on its way in, and how many of its rows are how far."""

    id: UUID
    name: str
    state: TableState
    reason: str
    zone: str
    rows: int
    new: int
    good: int
    bad: int
    made: int
    made_at: datetime


class RowFilter(Paging):
    """Which rows."""

    state: LineState | None = None


class RowTold(Closed):
    """One row: what stands in it, what is wrong with it, what it would become or became."""

    line: int
    state: LineState
    cells: dict[str, Any]
    problems: list[dict[str, Any]]
    due: datetime | None
    would_be: list[dict[str, Any]]
    post: UUID | None


class Period(Closed):
    """From one instant to another, at most three years."""

    begin: Instant
    end: Instant


def guest(row: Guest) -> GuestTold:
    """One guest."""
    return GuestTold(
        id=row.pk, name=row.name, email=row.email, invited_by=row.invited_by_id,
        invited_at=row.invited_at,
    )  # fmt: skip


def share(row: SharedView) -> ShareTold:
    """One link."""
    return ShareTold(**_share(row))


def share_made(row: SharedView, token: Secret | None) -> ShareMade:
    """One link and its address."""
    row.refresh_from_db()
    path = ADDRESSES[Kind(row.kind)].format(token.reveal()) if token else None
    return ShareMade(**_share(row), link=f"{settings.PUBLIC_URL}{path}" if path else None)


def table(row: Import) -> TableTold:
    """One table."""
    far = queries.progress(row)
    counted = {name: getattr(far, name) for name in ("rows", "new", "good", "bad", "made")}
    names = ("id", "name", "state", "reason", "zone", "made_at")
    return TableTold(**{name: getattr(row, name) for name in names}, **counted)


def row(found: ImportRow) -> RowTold:
    """One row."""
    names = ("line", "state", "cells", "problems", "due")
    told = {name: getattr(found, name) for name in names}
    return RowTold(**told, would_be=found.told, post=found.post_id)


def lasts(days: int) -> timedelta:
    """For how long."""
    return timedelta(days=days)


def _share(row: SharedView) -> dict[str, Any]:
    names = (*("id", "kind", "name", "made_at", "ends_at", "revoked_at", "opened", "opened_at"),)
    return {name: getattr(row, name) for name in names} | {"guest": row.guest_id}
