"""Making the next return of a series: exactly one post for each day of its rule."""

from collections.abc import Callable
from datetime import UTC, timedelta
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.channels.states import State as ChannelState
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import links
from antiphon.kernel.window import Moment
from antiphon.people.actions import note
from antiphon.people.models import Member
from antiphon.people.policy import Engine, Refused, may
from antiphon.plan.desk import recurrence
from antiphon.plan.desk.actions.series import aim
from antiphon.plan.models import Occurrence, Post, Series
from antiphon.plan.states import Series as Life
from antiphon.publish.agenda.actions.wishes import ask_for
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.tailor import actions as tailor
from antiphon.tailor.choosing import tellings
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 50
NUMBER = "{n}"


def make_due() -> int:
    """Make the next return of every series whose time has come; how many series were seen to."""
    rows = Series.objects.filter(state=Life.RUNNING, due_at__lte=ClockTimestamp())
    ids = list(rows.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_see_to(id) for id in ids)


def _see_to(id: UUID) -> bool:
    """One series' trouble is its own: it pauses and says why."""
    try:
        with transaction.atomic():
            free = Series.objects.select_for_update(of=("self",), skip_locked=True)
            due = free.filter(pk=id, state=Life.RUNNING, due_at__lte=ClockTimestamp())
            row = due.select_related("post", "workspace", "author__person").first()
            if row is None:
                return False
            _go_on(row)
    except AntiphonError as error:
        _pause(id, str(error))
    return True


def _go_on(row: Series) -> None:
    moment = _next(row)
    if moment and (row.queue or moment.instant > clock.now()):
        _return(row, moment)
    aim(row)
    if row.next_at is None:
        row.state, row.due_at = Life.ENDED, None
    row.save()


def _next(row: Series) -> Moment | None:
    if row.next_at is None:
        return None
    last = row.occurrences.order_by("-number").values_list("wall", flat=True).first()
    before = row.next_at - timedelta(seconds=1)
    return recurrence.following(row, before, last=last.date() if last else None)


def _return(row: Series, moment: Moment) -> None:
    by = _author(row)
    number = row.made + 1
    post = tailor.copy_post(by, row.post, words=numbered(number))
    channels, left_out = _sort_out(row, post)
    Occurrence.objects.create(
        workspace=row.workspace,
        series=row,
        number=number,
        wall=moment.wall.replace(tzinfo=UTC),
        post=post,
        reason=left_out[:500],
    )
    if not channels:
        raise BadInputError(Problem(field="channels", rule="nowhere", say=left_out))
    ask_for(by, post, channels, at=moment, queue=row.queue)
    row.made = number
    engine = Engine(workspace=row.workspace, name="series")
    note(engine, "series.write", row, after={"number": number, "post": str(post.pk)})


def numbered(number: int) -> Callable[[str], str]:
    """Texts with the number of this return where they ask for it."""
    return lambda text: text.replace(NUMBER, str(number))


def _author(row: Series) -> Member:
    wanted = ("post.write", "publication.schedule")
    if row.author is None or not all(may(row.author, action) for action in wanted):
        raise Refused("Whoever made this series may not publish here any more. Take it over.")
    return row.author


def _sort_out(row: Series, post: Post) -> tuple[list[Channel], str]:
    """The channels where it may return, and a sentence on those where it may not."""
    rows = [one.channel for one in row.channels.select_related("channel").order_by("pk")]
    here = [channel for channel in rows if channel.state != ChannelState.RETIRED]
    told = {channel: _was_said(row, post, channel) for channel in here}
    names = ", ".join(str(channel) for channel, said in told.items() if said)
    say = f"Left out on {names}: the network takes no text twice. Write {NUMBER} into it, or vary."
    kept = [channel for channel, said in told.items() if not said]
    return kept, say if names else "" if kept else "None of its channels is in use any more."


def _was_said(row: Series, post: Post, channel: Channel) -> bool:
    """Whether the series said the very same there, where the network refuses that."""
    if not network_of(channel).proof.refuses_twins:
        return False
    mine = Publication.objects.filter(channel=channel, post__occurrence__series=row)
    said = {
        bare(steps[0].get("text", ""))
        for steps in mine.exclude(state=State.CANCELLED).values_list("steps", flat=True)
    }
    now = clock.now()
    return any(
        bare(telling.parcels("", now, fit=False)[0].text) in said
        for telling in tellings(post, [channel])
    )


def bare(text: str) -> str:
    """A text without its links: each publication's own link would make any two differ."""
    for begin, end in reversed(links(text)):
        text = text[:begin] + text[end:]
    return text.strip()


def _pause(id: UUID, reason: str) -> None:
    with transaction.atomic():
        row = Series.objects.select_for_update().get(pk=id)
        if row.state != Life.RUNNING:
            return
        row.state, row.reason, row.due_at = Life.PAUSED, reason[:500], None
        row.save()
        by = Engine(workspace=row.workspace, name="series")
        note(by, "series.write", row, after={"state": Life.PAUSED, "reason": reason})
