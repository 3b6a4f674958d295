"""What needs somebody now, the worst first, each with one next step; and what goes out next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.engage.models import Message
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan.models import Post, Review, Revision, Series
from antiphon.plan.states import Series as SeriesState
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State, Wished
from antiphon.work import clock

MOST = 50
"""Of each kind; who has more works through them in a list."""
ENDS_SOON = timedelta(days=7)
NEWLY = timedelta(days=7)
"""Messages older than this are not news any more."""


class Kind(StrEnum):
    """What is wrong or waiting; the order is that of urgency."""

    FAILED = "failed"
    ASKING = "asking"
    UNSURE = "unsure"
    MISSED = "missed"
    NOT_GRANTED = "not_granted"
    TO_APPROVE = "to_approve"
    LOST = "channel_lost"
    ENDING = "channel_ending"
    STOPPED = "series_stopped"
    MESSAGE = "message"


STEPS = {
    Kind.FAILED: "repair",
    Kind.ASKING: "decide",
    Kind.UNSURE: "look",
    Kind.MISSED: "decide",
    Kind.NOT_GRANTED: "reschedule",
    Kind.TO_APPROVE: "review",
    Kind.LOST: "sign_in",
    Kind.ENDING: "sign_in",
    Kind.STOPPED: "resume",
    Kind.MESSAGE: "answer",
}
_OF_STATE = {
    State.REFUSED: Kind.FAILED,
    State.ASKING: Kind.ASKING,
    State.UNSURE: Kind.UNSURE,
    State.MISSED: Kind.MISSED,
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for somebody: the row, since or until when, why, and what helps."""

    kind: Kind
    row: Any
    at: datetime | None
    reason: str = ""

    @property
    def step(self) -> str:
        """The one thing to do next."""
        return STEPS[self.kind]


def attention(by: Member) -> list[Need]:
    """What needs this member now, in the order of urgency; six questions of the database."""
    found = [*_publications(by), *_wishes(by), *_posts(by), *_channels(by), *_series(by)]
    found += _messages(by)
    order = list(Kind)
    return sorted(found, key=lambda need: order.index(need.kind))


def coming(by: Member, *, most: int = 20) -> list[Publication | Wish]:
    """What goes out next, and what would if people agreed, in the order of time."""
    moment = clock.now()
    rows = Publication.objects.filter(
        workspace=by.workspace_id, state__in=[State.WAITING, State.HELD], planned_at__gt=moment
    ).select_related("channel", "post", "audience")
    wishes = Wish.objects.filter(
        workspace=by.workspace_id, state=Wished.OPEN, planned_at__gt=moment
    ).select_related("post")
    found: list[Publication | Wish] = [
        *rows.order_by("planned_at", "pk")[:most],
        *wishes.exclude(post__state=PostState.DROPPED).order_by("planned_at")[:most],
    ]
    return sorted(found, key=lambda row: row.planned_at or moment)[:most]


def _publications(by: Member) -> Iterator[Need]:
    rows = Publication.objects.filter(workspace=by.workspace_id, state__in=[*_OF_STATE])
    for row in rows.select_related("channel", "post").order_by("-planned_at")[:MOST]:
        yield Need(_OF_STATE[State(row.state)], row, row.planned_at, row.reason)


def _wishes(by: Member) -> Iterator[Need]:
    rows = Wish.objects.filter(workspace=by.workspace_id, state=Wished.FAILED)
    rows = rows.exclude(post__state=PostState.DROPPED).select_related("post")
    for row in rows.order_by("planned_at")[:MOST]:
        yield Need(Kind.NOT_GRANTED, row, row.planned_at, row.reason)


def _posts(by: Member) -> Iterator[Need]:
    """Posts in review on which this member can say a word and has not since they changed."""
    if not may(by, "post.approve"):
        return
    last = Revision.objects.filter(post=OuterRef("pk")).order_by("-version").values("member")[:1]
    said = Review.objects.filter(post=OuterRef("pk"), member=by, at__gt=OuterRef("changed_at"))
    rows = Post.objects.filter(workspace=by.workspace_id, state=PostState.REVIEW)
    rows = rows.annotate(hand=Subquery(last)).exclude(Exists(said)).exclude(author=by)
    rows = rows.filter(Q(hand=None) | ~Q(hand=by.pk)).select_related("author__person", "wish")
    for row in rows.order_by(F("wish__planned_at").asc(nulls_last=True), "changed_at")[:MOST]:
        wish = getattr(row, "wish", None)
        yield Need(Kind.TO_APPROVE, row, wish.planned_at if wish else None)


def _channels(by: Member) -> Iterator[Need]:
    """Channels that may not speak any more, or will not soon unless somebody signs in."""
    ending = Q(state=ChannelState.CONNECTED, expires_at__lt=clock.here() + ENDS_SOON) & (
        Q(renew_at=None) | Q(renew_at__gte=F("expires_at")) | Q(renew_failures__gt=0)
    )
    rows = Channel.objects.filter(workspace=by.workspace_id)
    for row in rows.filter(Q(state=ChannelState.LOST) | ending).order_by("expires_at")[:MOST]:
        kind = Kind.LOST if row.state == ChannelState.LOST else Kind.ENDING
        yield Need(kind, row, row.expires_at, row.reason)


def _series(by: Member) -> Iterator[Need]:
    """Series that the program itself stopped; what a person paused needs nobody."""
    rows = Series.objects.filter(workspace=by.workspace_id, state=SeriesState.PAUSED)
    for row in rows.exclude(reason="").order_by("name")[:MOST]:
        yield Need(Kind.STOPPED, row, row.next_at, row.reason)


def _messages(by: Member) -> Iterator[Need]:
    if not may(by, "message.read"):
        return
    since = clock.here() - NEWLY
    rows = Message.objects.filter(workspace=by.workspace_id, at__gt=since)
    for row in rows.select_related("channel").order_by("-at")[:MOST]:
        yield Need(Kind.MESSAGE, row, row.at)
