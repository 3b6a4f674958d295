"""Giving tellings their hour: from here on they are publications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from antiphon.connect.registry import network as find_network
from antiphon.kernel.ids import uuid7
from antiphon.kernel.problem import BadInputError, Problem, blocking
from antiphon.kernel.window import Moment, local
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.publish import packing, queries
from antiphon.publish.models import Publication, RepeatKey
from antiphon.tailor import actions as tailor
from antiphon.tailor.telling import Telling, is_by_hand
from antiphon.work import clock
from antiphon.work.sweeps import wake

FARTHEST = timedelta(days=2 * 365)
LENIENCE = timedelta(minutes=1)
KEYS_LAST = timedelta(hours=24)
LIKELY_DUPLICATE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """The name of a command, so that the same command again is the same and not a second one."""

    key: str
    digest: str


def schedule(  # noqa: PLR0913 -- said by name
    by: By,
    post: Post,
    tellings: Sequence[Telling],
    *,
    at: Moment | None = None,
    floating: bool = False,
    repeat: Repeat | None = None,
) -> list[Publication]:
    """Make one publication of each telling, due at its hour (now, if none is given)."""
    permit(by, "publication.schedule", post)
    _insist(post, tellings, at)
    with transaction.atomic():
        if repeat and (before := known(by, repeat)) is not None:
            return before
        now = clock.now()  # one for all: it is said everywhere at the same time
        rows = [
            _make(by, post, telling, at or _moment(now, telling), floating=floating)
            for telling in tellings
        ]
        _refuse_twins(rows)
        Publication.objects.bulk_create(rows)
        for row in rows:
            note(by, "publication.schedule", row, after={"digest": row.digest})
            if row.planned_at <= row.made_at:
                wake(f"publish.deliver.{row.network}")
        if repeat:
            remember(by, repeat, rows)
    return rows


def _insist(post: Post, tellings: Sequence[Telling], at: Moment | None) -> None:
    if hindrance := plans.hindrance(post):
        raise BadInputError(hindrance)
    if not tellings:
        say = "Nobody would hear this: choose at least one channel."
        raise BadInputError(Problem(field="channels", rule="empty", say=say))
    if at is not None:
        insist_on_time(at.instant)
    found = blocking(problem for telling in tellings for problem in telling.problems())
    if found:
        raise BadInputError(*found)


def insist_on_time(instant: datetime) -> None:
    """Refuse an hour that is past, or further away than anything is planned."""
    moment = clock.now()
    if instant < moment - LENIENCE:
        say = f"{instant:%-d %B %Y %H:%M} UTC is past. Choose a time to come, or now."
        raise BadInputError(Problem(field="at", rule="past", actual=instant.isoformat(), say=say))
    if instant > moment + FARTHEST:
        say = f"{instant:%-d %B %Y} is too far away: at most two years."
        raise BadInputError(
            Problem(field="at", rule="too_far", actual=instant.isoformat(), say=say)
        )


def _moment(now: datetime, telling: Telling) -> Moment:
    """Now, by the clock of who is told."""
    zone = telling.channel.time_zone
    return Moment(local(now, zone), zone, 0, now)


def _make(by: By, post: Post, telling: Telling, at: Moment, *, floating: bool) -> Publication:
    # Of its own, because networks make names of records from it, to the microsecond.
    moment = clock.now()
    id = uuid7()
    packed = pack(by, telling, str(id), moment)
    return Publication(
        id=id,
        workspace=post.workspace,
        post=post,
        channel=telling.channel,
        audience=telling.audience,
        network=telling.channel.network,
        by=by if isinstance(by, Member) else None,
        due_at=at.instant,
        planned_at=at.instant,
        wall=at.wall.replace(tzinfo=UTC),
        zone=at.zone,
        fold=at.fold,
        floating=floating,
        by_hand=is_by_hand(telling),
        made_at=moment,
        **packed,
    )


def pack(by: By, telling: Telling, key: str, moment: datetime) -> dict[str, Any]:
    """What a publication keeps of a telling: its parcels, their digest, its link, its price."""
    tracked = tailor.track(by, telling)
    # A link with marks is longer than the one that was written, and judged already.
    if tracked is not telling and (found := blocking(tracked.problems())):
        raise BadInputError(*found)
    parcels = tracked.parcels(key, moment, fit=True)
    steps = [packing.plain(parcel) for parcel in parcels]
    price = find_network(telling.channel.network).price
    return {
        "link": tracked.tracked,
        "steps": steps,
        "digest": packing.digest(steps),
        "price": sum(price.of(parcel) for parcel in parcels) if price else 0,
    }


def _refuse_twins(rows: Sequence[Publication]) -> None:
    """In a strict workspace an equal publication on the same channel within the hour is refused."""
    for row in rows:
        if not row.workspace.strict_duplicates:
            continue
        since = row.planned_at - LIKELY_DUPLICATE
        if twin := queries.similar(row.channel, row.digest, since=since):
            say = f"The very same goes to {row.channel} within the hour already ({twin.pk})."
            raise BadInputError(Problem(field="post", rule="likely_duplicate", say=say))


def known(by: By, repeat: Repeat) -> list[Publication] | None:
    """The publications of an earlier command of this name, if it was the same command."""
    mine = RepeatKey.objects.filter(workspace=by.workspace, key=repeat.key)
    mine.filter(made_at__lt=clock.now() - KEYS_LAST).delete()
    fresh = RepeatKey(workspace=by.workspace, key=repeat.key, digest=repeat.digest)
    made = RepeatKey.objects.bulk_create([fresh], ignore_conflicts=True)
    found = mine.select_for_update().get()
    if found.pk == made[0].pk:
        return None
    if found.digest != repeat.digest:
        say = "This key was used for something else. Take a new one."
        raise BadInputError(Problem(field="key", rule="key_reused", say=say))
    rows = queries.publications(by.workspace).filter(pk__in=found.publications)
    return list(rows.order_by("pk"))


def remember(by: By, repeat: Repeat, rows: Sequence[Publication]) -> None:
    """Keep what a command made under its name."""
    mine = RepeatKey.objects.filter(workspace=by.workspace, key=repeat.key)
    mine.update(publications=[str(row.pk) for row in rows])
