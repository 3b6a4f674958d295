"""What can be done; the only writer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from antiphon.channels import safe
from antiphon.channels.actions import doubt_permission
from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.connect.abilities import Counts
from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain, TryLater
from antiphon.connect.registry import network as find_network
from antiphon.connect.registry import networks
from antiphon.connect.values import Reading as Counted
from antiphon.connect.values import RemoteId
from antiphon.measure.models import Reading, Round
from antiphon.publish.models import Publication
from antiphon.publish.packing import receipt_of
from antiphon.publish.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp
from antiphon.work.office import office

FIRST = timedelta(seconds=30)
"""How long after it went live a publication is counted for the first time."""
PART_OF_AGE = 4
SOONEST, LATEST = timedelta(minutes=1), timedelta(days=1)
COUNTS_FOR = timedelta(days=90)
"""After that hardly anything changes any more."""
AT_ONCE = 100
PATIENCE = timedelta(minutes=3)
"""A count whose asker died is repeated after this."""
WHEN_CLOSED = timedelta(days=1)
"""When a network that tells us nothing is asked again."""


def count(publications: Sequence[Publication]) -> int:
    """Count what is live of these now, whatever the schedule; how many readings were written."""
    by_channel: dict[Channel, list[Publication]] = defaultdict(list)
    for row in publications:
        if row.state == State.LIVE and find_network(row.network).can(Counts):
            by_channel[row.channel].append(row)
    return sum(_count_on(channel, rows) for channel, rows in by_channel.items())


def count_live(network: str = "") -> int:
    """Count what is due of one network, or of all; how many publications were asked about.

    The pause is a quarter of a publication's age, from a minute to a day: about twenty counts in
    the first hour and day each get seldomer, and none after ninety days.
    """
    keys = [network] if network else [one.key for one in networks() if one.can(Counts)]
    return sum(_count_due(key) for key in keys)


def make_months() -> None:
    """Have partitions ready for the months ahead."""
    with connection.cursor() as cursor:
        cursor.execute("select measure_reading_months(3)")


def _count_due(network: str) -> int:
    _plan(network)
    rounds = _claim(network)
    by_channel: dict[Channel, list[Round]] = defaultdict(list)
    for one in rounds:
        by_channel[one.publication.channel].append(one)
    for channel, some in by_channel.items():
        _count_carefully(channel, some)
    return len(rounds)


def _count_on(channel: Channel, rows: Sequence[Publication]) -> int:
    """One conversation about some publications of one channel."""
    places = {
        RemoteId(receipt["id"]): (row, place)
        for row in rows
        for place in range(len(row.steps))
        if (receipt := receipt_of(row, place))
    }
    told: list[Counted] = office().ask(
        safe.address_of(channel), lambda connector: connector.count(list(places))
    )
    moment = clock.now()
    found = [_row(places[one.id], one, moment) for one in told if one.id in places]
    with transaction.atomic():
        Reading.objects.bulk_create(found)
        for row in rows:
            mine = Round.objects.filter(publication=row)
            due = _next(row, moment)
            mine.update(counted_at=moment, due_at=due, failures=0, reason="")
    return len(found)


def _row(place: tuple[Publication, int], one: Counted, moment: datetime) -> Reading:
    publication, step = place
    return Reading(
        workspace_id=publication.workspace_id,
        publication_id=publication.pk,
        step=step,
        metric=one.metric,
        value=one.value,
        at=moment,
    )


def _next(row: Publication, moment: datetime) -> datetime | None:
    age = moment - (row.live_at or moment)
    return None if age > COUNTS_FOR else moment + min(max(age / PART_OF_AGE, SOONEST), LATEST)


def _plan(network: str) -> None:
    """A publication gets its first time when it is live."""
    moment = clock.now()
    fresh = Publication.objects.filter(
        state=State.LIVE, network=network, live_at__gt=moment - COUNTS_FOR, round=None
    )
    rounds = [
        Round(
            workspace_id=row.workspace_id, publication=row, network=network,
            due_at=(row.live_at or moment) + FIRST,
        )
        for row in fresh.order_by("live_at")[:AT_ONCE]
    ]  # fmt: skip
    Round.objects.bulk_create(rounds, ignore_conflicts=True)


def _claim(network: str) -> list[Round]:
    """Take due rounds by moving their next time ahead, so that two never ask the same."""
    with transaction.atomic():
        due = Round.objects.filter(
            network=network,
            due_at__lte=ClockTimestamp(),
            publication__state=State.LIVE,
            publication__channel__state=ChannelState.CONNECTED,
        )
        locked = due.select_related("publication__channel").select_for_update(
            skip_locked=True, of=("self",)
        )
        rows = list(locked.order_by("due_at")[:AT_ONCE])
        ids = [row.pk for row in rows]
        Round.objects.filter(pk__in=ids).update(due_at=ClockTimestamp() + PATIENCE)
    return rows


def _count_carefully(channel: Channel, rounds: Sequence[Round]) -> None:
    """One channel's trouble is its own, and says how long to wait."""
    try:
        _count_on(channel, [one.publication for one in rounds])
    except SignInAgain as error:
        doubt_permission(channel, str(error))
        _postpone(rounds, str(error), LATEST)
    except TryLater as error:
        _postpone(rounds, str(error), max(error.after, SOONEST))
    except (ChangeIt, FixSetup) as error:
        _postpone(rounds, str(error), WHEN_CLOSED)
    except Exception as error:  # noqa: BLE001 -- one strange answer must not end the sweep
        _postpone(rounds, f"{type(error).__name__}: {error}", SOONEST)


def _postpone(rounds: Sequence[Round], reason: str, wait: timedelta) -> None:
    failures = max(one.failures for one in rounds)
    longer = min(wait * 2 ** min(failures, 10), max(wait, LATEST))
    Round.objects.filter(pk__in=[one.pk for one in rounds]).update(
        due_at=clock.now() + longer, failures=F("failures") + 1, reason=reason[:300]
    )
