"""Moving what stands in the calendar, taking it out and putting it in; each with a way back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment
from antiphon.people.actions import permit
from antiphon.people.policy import By
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import actions as publish
from antiphon.publish.actions.schedule import insist_on_time
from antiphon.publish.agenda.actions import put_back
from antiphon.publish.calendar import hours, meaning, queries
from antiphon.publish.calendar.hours import Aim
from antiphon.publish.models import Publication, Wish
from antiphon.publish.queue import actions as queue
from antiphon.publish.queue.queries import floating, moment_of
from antiphon.publish.states import SETTLED, State, Wished

Before = dict[str, Any]
"""What `undo` needs to put things back; plain values, so that a session can keep it."""

WHY_NOT = {
    State.SENDING: "It is being sent at this moment.",
    State.ACCEPTED: "The network has it already and will show it soon.",
    State.UNSURE: "Nobody knows yet whether it arrived: we look before anything else.",
    State.ASKING: "Nobody knows whether it arrived. Look at the network, then say so.",
    State.HELD: "It is on hold. Release it before it is moved.",
    State.LIVE: "It is live already and keeps its hour.",
    State.WITHDRAWN: "It was live and was withdrawn; its hour stays on record.",
}


def move(by: By, post: UUID, at: datetime, aim: Aim) -> list[Before]:
    """Everything of this post that stands at that instant goes to another day, all or nothing.

    The minute on the wall stays, in the zone in which it was chosen, whatever clocks do between.
    """
    permit(by, "publication.change", str(post))
    row = found(Post, by.workspace, post)
    with transaction.atomic():
        if rows := _movable(row, at):
            return [_move(by, one, hours.moved(moment_of(one), at, aim)) for one in rows]
        wish = _wish(row, at)
        before = meaning.told(row)
        moment = hours.moved(hours.of_wish(wish), at, aim)
        _insist(moment)
        meaning.mean(by, row, _named(wish), moment)
    return [before]


def place(
    by: By, post: UUID, aim: Aim, known: Iterable[UUID] = ()
) -> tuple[list[Before], datetime]:
    """Give a post without a time one on a day: its first free slot, unless an hour is said.

    A draft is only meant for it, and nothing goes out; what is agreed on is planned.
    """
    permit(by, "publication.schedule", str(post))
    row = found(Post, by.workspace, post)
    channels = queries.where_to(row, known)
    if not channels and row.state != PostState.DRAFT:
        say = "Nobody has said yet where it goes. Open the post and choose its channels."
        raise BadInputError(Problem(field="channels", rule="empty", say=say))
    moment = hours.chosen(channels[0] if channels else None, aim)
    _insist(moment)
    before = meaning.told(row)
    meaning.mean(by, row, channels, moment)
    return [before], moment.instant


def unplan(by: By, post: UUID, at: datetime) -> list[Before]:
    """Let it stand without a time again."""
    permit(by, "publication.cancel", str(post))
    row = found(Post, by.workspace, post)
    with transaction.atomic():
        if rows := _movable(row, at):
            for one in rows:
                publish.cancel(by, one)
            return [{"kind": "cancelled", "id": str(one.pk)} for one in rows]
        wish = _wish(row, at)
        before = meaning.told(row)
        meaning.mean_nothing(by, row, _named(wish))
    return [before]


def undo(by: By, before: Sequence[Before]) -> None:
    """Put everything back as it was, or say why that cannot be any more."""
    with transaction.atomic():
        for one in before:
            _BACK[one["kind"]](by, one)


def _move(by: By, row: Publication, moment: Moment) -> Before:
    _insist(moment)
    order = [str(pk) for pk in floating(row.channel).values_list("pk", flat=True)]
    was_floating = row.floating
    was = hours.plain(publish.move_to(by, row, moment))
    return {"kind": "moved", "id": str(row.pk), "order": order if was_floating else [], **was}


def _insist(moment: Moment) -> None:
    hours.insist_to_come(moment)
    insist_on_time(moment.instant)


def _movable(post: Post, at: datetime) -> list[Publication]:
    """What can be moved of it; if nothing of it can, why."""
    mine = Publication.objects.filter(post=post, planned_at=at).exclude(state=State.CANCELLED)
    rows = list(mine.select_related("channel", "workspace", "post").order_by("pk"))
    left = [row for row in rows if row.state not in SETTLED]
    for row in left or rows:
        if row.state in WHY_NOT:
            raise NotNowError(WHY_NOT[State(row.state)])
    return left


def _wish(post: Post, at: datetime) -> Wish:
    standing = Wish.objects.filter(post=post, state__in=[Wished.OPEN, Wished.SKETCHED])
    wish = standing.filter(planned_at=at, queue=False).select_related("workspace").first()
    if wish is None:
        raise NotHereError("It does not stand at this hour any more. Load the calendar again.")
    return wish


def _named(wish: Wish) -> list[Channel]:
    return [row.channel for row in wish.channels.select_related("channel").order_by("pk")]


def _moved_back(by: By, one: Before) -> None:
    row = found(Publication, by.workspace, one["id"])
    moment = hours.from_plain(one)
    hours.insist_to_come(moment)
    publish.move_to(by, row, moment, floating=bool(one["order"]))
    if one["order"]:
        here = {str(pk) for pk in floating(row.channel).values_list("pk", flat=True)}
        queue.reorder(by, row.channel, [id for id in one["order"] if id in here])


def _put_back(by: By, one: Before) -> None:
    put_back(by, one["id"])


_BACK = {
    "moved": _moved_back,
    "meant": meaning.restore,
    "cancelled": _put_back,
}
