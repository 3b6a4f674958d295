"""What can be done; the only writer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from antiphon.channels import safe
from antiphon.channels.actions import doubt_permission
from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.connect.abilities import Converses
from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain, TryLater
from antiphon.connect.values import Correspondence, RemoteId
from antiphon.connect.values import Message as Heard
from antiphon.engage.models import Cursor, Message
from antiphon.publish.models import Publication
from antiphon.publish.packing import receipt_of
from antiphon.publish.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp
from antiphon.work.office import office

LISTENS_FOR = timedelta(days=30)
"""How long after it went live a publication's answers are asked for."""
MOST_ABOUT = 200
"""Publications, the newest, below which is listened at once."""
AT_ONCE = 20
"""Channels of one network heard in one sweep."""
SOONEST, LATEST = timedelta(seconds=30), timedelta(hours=6)
PART_OF_AGE = 10
PATIENCE = timedelta(minutes=3)
"""A hearing whose asker died is repeated after this."""
DEEPEST = 20
"""Answers to answers to answers …"""
LONGEST_ID = 1_000
WHEN_CLOSED = timedelta(days=1)
"""When a network that lets us hear nothing is asked again."""


def hear(channel: Channel) -> int:
    """Pull what was written to a channel since the last time; how many messages were new.

    Repeated, doubled or out of order, it ends in the same rows (I2).
    """
    cursor, _new = Cursor.objects.get_or_create(channel=channel, workspace_id=channel.workspace_id)
    began, places = clock.now(), _places(channel, clock.now())
    missed = [id for id, row in places.items() if _was_overlooked(row, cursor)]
    heard: list[Heard] = []
    if missed and cursor.cursor:
        heard += _ask(channel, missed, "").messages
    latest = _ask(channel, list(places), cursor.cursor)
    heard += latest.messages
    with transaction.atomic():
        new = _write(channel, heard, places)
        # Whoever was faster may have gone further: their cursor stays.
        mine = Cursor.objects.filter(pk=cursor.pk, cursor=cursor.cursor)
        mine.update(cursor=latest.cursor, asked_at=began)
        due = began + SOONEST if latest.more else _next(places, began)
        Cursor.objects.filter(pk=cursor.pk).update(due_at=due, failures=0, reason="")
    return new


def hear_due(network: str) -> int:
    """Hear the channels of one network whose time has come; how many were asked."""
    _begin_to_listen(network)
    cursors = _claim(network)
    for cursor in cursors:
        _hear_carefully(cursor)
    return len(cursors)


def _ask(channel: Channel, about: Sequence[RemoteId], cursor: str) -> Correspondence:
    """What a channel hears; a network can let some of its accounts hear nothing."""
    if not safe.network_of(channel).can(Converses):
        return Correspondence(messages=(), cursor=cursor)
    found: Correspondence = office().ask(
        safe.address_of(channel), lambda connector: connector.answers(about, cursor)
    )
    return found


def _hear_carefully(cursor: Cursor) -> None:
    """One channel's trouble is its own, and says how long to wait."""
    try:
        hear(cursor.channel)
    except SignInAgain as error:
        doubt_permission(cursor.channel, str(error))
        _postpone(cursor, str(error), LATEST)
    except TryLater as error:
        _postpone(cursor, str(error), max(error.after, SOONEST))
    except (ChangeIt, FixSetup) as error:
        _postpone(cursor, str(error), WHEN_CLOSED)
    except Exception as error:  # noqa: BLE001 -- one strange answer must not end the sweep
        _postpone(cursor, f"{type(error).__name__}: {error}", SOONEST)


def _postpone(cursor: Cursor, reason: str, wait: timedelta) -> None:
    longer = min(wait * 2 ** min(cursor.failures, 10), max(wait, LATEST))
    Cursor.objects.filter(pk=cursor.pk).update(
        due_at=clock.now() + longer, failures=F("failures") + 1, reason=reason[:300]
    )


def _begin_to_listen(network: str) -> None:
    """A channel is heard from its first live publication on, once people have had time to read."""
    live = Publication.objects.filter(channel=OuterRef("pk"), state=State.LIVE)
    rows = Channel.objects.filter(Exists(live), network=network, state=ChannelState.CONNECTED)
    fresh = [
        Cursor(channel=row, workspace_id=row.workspace_id, due_at=clock.now() + SOONEST)
        for row in rows.filter(cursor=None)[:AT_ONCE]
    ]
    Cursor.objects.bulk_create(fresh, ignore_conflicts=True)


def _claim(network: str) -> list[Cursor]:
    """Take due channels by moving their next time ahead, so that two never ask the same."""
    with transaction.atomic():
        due = Cursor.objects.filter(
            due_at__lte=ClockTimestamp(),
            channel__network=network,
            channel__state=ChannelState.CONNECTED,
        )
        locked = due.select_related("channel").select_for_update(skip_locked=True, of=("self",))
        rows = list(locked.order_by("due_at")[:AT_ONCE])
        ids = [row.pk for row in rows]
        Cursor.objects.filter(pk__in=ids).update(due_at=ClockTimestamp() + PATIENCE)
    return rows


def _places(channel: Channel, moment: datetime) -> dict[RemoteId, Publication]:
    """What is live on a channel, by the network's id of each part, newest first."""
    recent = Publication.objects.filter(
        channel=channel, state=State.LIVE, live_at__gt=moment - LISTENS_FOR
    )
    return {
        RemoteId(receipt["id"]): row
        for row in recent.order_by("-live_at")[:MOST_ABOUT]
        for place in range(len(row.steps))
        if (receipt := receipt_of(row, place))
    }


def _was_overlooked(row: Publication, cursor: Cursor) -> bool:
    """Whether people may have answered it before we knew that it is live (a settled doubt)."""
    if cursor.asked_at is None or row.live_at is None:
        return False
    could_be_seen = row.sent_at or row.live_at
    return could_be_seen < cursor.asked_at <= row.live_at


def _next(places: Mapping[RemoteId, Publication], moment: datetime) -> datetime:
    """A tenth of the age of the newest live publication: soon at first, then ever more seldom."""
    newest = max((row.live_at for row in places.values() if row.live_at), default=None)
    age = moment - newest if newest else LATEST * PART_OF_AGE
    return moment + min(max(age / PART_OF_AGE, SOONEST), LATEST)


def _write(channel: Channel, heard: Sequence[Heard], places: Mapping[RemoteId, Publication]) -> int:
    theirs = {
        one.id: one
        for one in heard
        if one.author_id != channel.remote_id and len(one.id) <= LONGEST_ID
    }
    mine = Message.objects.filter(channel=channel)
    known = set(mine.filter(remote_id__in=theirs).values_list("remote_id", flat=True))
    fresh = [_row(channel, one) for one in theirs.values() if one.id not in known]
    Message.objects.bulk_create(fresh, ignore_conflicts=True)
    _place(mine.filter(publication=None), {id: row.pk for id, row in places.items()})
    return len(fresh)


def _row(channel: Channel, one: Heard) -> Message:
    return Message(
        workspace_id=channel.workspace_id,
        channel=channel,
        remote_id=_clean(one.id),
        about=_clean(one.about or ""),
        parent=_clean(one.parent or ""),
        author=_clean(one.author)[:300],
        author_id=_clean(one.author_id),
        text=_clean(one.text),
        at=one.at,
        url=_clean(one.url) if len(one.url) <= 2000 else "",
        private=one.private,
    )


def _clean(text: str) -> str:
    """What a database can keep of a string from outside."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _place(unplaced: QuerySet[Message], ids: Mapping[RemoteId, UUID]) -> None:
    """Say what messages are about, also those that came before we knew, and answers to answers."""
    for message in unplaced.filter(Q(about__in=ids) | Q(parent__in=ids)):
        publication = ids.get(RemoteId(message.about)) or ids[RemoteId(message.parent)]
        Message.objects.filter(pk=message.pk).update(publication_id=publication)
    above = Message.objects.filter(
        channel=OuterRef("channel"), remote_id=OuterRef("parent")
    ).exclude(publication=None)
    below = unplaced.exclude(parent="").filter(Exists(above))
    for _ in range(DEEPEST):
        if not below.update(publication_id=Subquery(above.values("publication_id")[:1])):
            break
