"""What can be asked of the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet, Window

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.kernel.window import resolve_slot
from antiphon.people.models import Workspace
from antiphon.plan.models import Occurrence, Post, PostLabel, Series
from antiphon.plan.states import State as PostState
from antiphon.publish.calendar import sql
from antiphon.publish.calendar.values import (
    TROUBLE,
    URGENCY,
    Beside,
    Chip,
    Free,
    Mark,
    NoteOn,
    Plan,
    Sight,
    Span,
    Wanted,
)
from antiphon.publish.models import Publication, Wish, WishChannel
from antiphon.publish.states import State, Wished

MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Much:
    """How much of it is told: so many chips a day, and of all of them a page."""

    a_day: int = 3
    most: int = MOST
    skip: int = 0
    free_a_day: int = 1
    counted: tuple[date, date] | None = None
    """The days whose states are counted; all, if none are named."""


EVERYTHING = Wanted()
ENOUGH = Much()


def sight(
    workspace: Workspace, span: Span, wanted: Wanted = EVERYTHING, much: Much = ENOUGH
) -> Sight:
    """What goes out on these days, which weekly times are free, and what stands beside them."""
    first, last = much.counted or (span.first, span.last)
    edges = span.edges
    given = _filters(workspace, wanted) | {
        "since": edges[0],
        "until": edges[-1],
        "edges": edges,
        "urgency": [*URGENCY],
        "urgent": len(TROUBLE),
        "a_day": much.a_day,
        "most": much.most,
        "skip": much.skip,
        "counted_from": (first - span.first).days + 1,
        "counted_to": (last - span.first).days + 1,
        "free_a_day": much.free_a_day,
        "first": span.first,
        "last": span.last,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SIGHT, given)
        told, free, beside = cursor.fetchone() or ({}, [], [])
    return Sight(_plan(told, span), [_free(row) for row in free], _beside(beside))


def tray(workspace: Workspace, wanted: Wanted = EVERYTHING) -> QuerySet[Post]:
    """Posts without a time, the last changed first: each with its networks and how many wait."""
    rows = Post.objects.filter(
        workspace=workspace, state__in=[PostState.DRAFT, PostState.REVIEW, PostState.APPROVED]
    )
    planned = Publication.objects.filter(post=OuterRef("pk")).exclude(state=State.CANCELLED)
    wished = Wish.objects.filter(
        post=OuterRef("pk"),
        state__in=[Wished.OPEN, Wished.SKETCHED],
        queue=False,
        planned_at__isnull=False,
    )
    source = Series.objects.filter(post=OuterRef("pk"))
    returned = Occurrence.objects.filter(post=OuterRef("pk"))
    rows = rows.exclude(Exists(planned)).exclude(Exists(wished))
    rows = _picked(rows.exclude(Exists(source)).exclude(Exists(returned)), wanted)
    named = WishChannel.objects.filter(wish__post=OuterRef("pk"))
    networks = ArraySubquery(named.order_by().values("channel__network").distinct())
    return rows.annotate(networks=networks, of=Window(Count("pk"))).order_by("-changed_at")


def picked(rows: QuerySet[Publication], wanted: Wanted) -> QuerySet[Publication]:
    """Those of the publications that the calendar would show."""
    if wanted.channels:
        rows = rows.filter(channel__in=wanted.channels)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    asked = {"campaign": wanted.campaign, "author": wanted.author}
    rows = rows.filter(**{f"post__{name}": id for name, id in asked.items() if id})
    if wanted.label:
        on_it = PostLabel.objects.filter(label=wanted.label, post=OuterRef("post"))
        rows = rows.filter(Exists(on_it))
    return rows


def where_to(post: Post, known: Iterable[UUID] = ()) -> list[Channel]:
    """The channels that a post without a time is meant for, as far as anybody has said so.

    Those of its wish, else those it was planned on before, else those that it is told on in words
    of their own, else those that are named here, else the only one there is.
    """
    mine = Channel.objects.filter(workspace=post.workspace_id).exclude(state=ChannelState.RETIRED)
    said = (
        mine.filter(pk__in=WishChannel.objects.filter(wish__post=post).values("channel")),
        mine.filter(pk__in=Publication.objects.filter(post=post).values("channel")),
        mine.filter(pk__in=post.variants.exclude(channel=None).values("channel")),
        mine.filter(pk__in=[*known]),
    )
    for rows in said:
        if found := list(rows.order_by("network", "handle", "pk")):
            return found
    only = list(mine[:2])
    return only if len(only) == 1 else []


def _picked(rows: QuerySet[Post], wanted: Wanted) -> QuerySet[Post]:
    if wanted.campaign:
        rows = rows.filter(campaign=wanted.campaign)
    if wanted.author:
        rows = rows.filter(author=wanted.author)
    if wanted.label:
        on_it = PostLabel.objects.filter(label=wanted.label, post=OuterRef("pk"))
        rows = rows.filter(Exists(on_it))
    return rows.filter(state__in=wanted.states) if wanted.states else rows


def _filters(workspace: Workspace, wanted: Wanted) -> dict[str, Any]:
    return {
        "workspace": workspace.pk,
        "channels": [*wanted.channels] or None,
        "campaign": wanted.campaign,
        "label": wanted.label,
        "author": wanted.author,
        "states": [*wanted.states] or None,
    }


def _plan(told: dict[str, Any], span: Span) -> Plan:
    days, rows = span.days, told["chips"]
    chips = tuple(_chip(row, days) for row in rows)
    of_day = {chip.day: row["of_day"] for chip, row in zip(chips, rows, strict=True)}
    counts = {str(URGENCY[row["rank"] - 1]): row["n"] for row in told["counts"]}
    return Plan(chips, of_day, counts)


def _free(row: dict[str, Any]) -> Free:
    wall = datetime.fromisoformat(row["wall"])
    return Free(UUID(row["id"]), resolve_slot(wall, row["time_zone"]))


def _beside(rows: list[dict[str, Any]]) -> Beside:
    found = Beside()
    lists = {"label": found.labels, "campaign": found.campaigns, "author": found.authors}
    for row in rows:
        id, name, tint = UUID(row["id"]), row["name"], row["tint"]
        if row["kind"] == "note":
            first, last = (date.fromisoformat(row[day]) for day in ("begins", "ends"))
            found.notes.append(NoteOn(id, name, tint, first, last))
        else:
            lists[row["kind"]].append(Mark(id, name, tint))
    return found


def _chip(row: dict[str, Any], days: list[date]) -> Chip:
    return Chip(
        post=UUID(row["post_id"]),
        at=datetime.fromisoformat(row["planned_at"]),
        day=days[row["day"] - 1],
        state=URGENCY[row["rank"] - 1],
        networks=tuple(row["networks"] or ()),
        size=row["size"],
        name=" ".join(row["name"].split()),
        publication=UUID(row["id"]) if row["id"] else None,
    )
