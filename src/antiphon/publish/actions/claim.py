"""Taking what is due: a fair batch, in order, with every intent committed before any effect."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from antiphon.channels.states import State as ChannelState
from antiphon.connect.abilities import Prepares
from antiphon.connect.network import Network
from antiphon.connect.post_office import Verb
from antiphon.connect.registry import network as find_network
from antiphon.connect.rules import ProofKind
from antiphon.kernel.ids import uuid7
from antiphon.people import policy
from antiphon.people.models import LatePolicy
from antiphon.publish import packing
from antiphon.publish.actions.record import settle
from antiphon.publish.models import Publication
from antiphon.publish.proof import is_harmless_to_repeat, is_in_doubt, network_of
from antiphon.publish.queries import Standing, standing_holds
from antiphon.publish.sequel import look_first
from antiphon.publish.states import State
from antiphon.work import clock

IN_A_ROW = 4
"""Publications of one channel taken at once; they go one after the other."""

AT_MOST = 100
"""Batches that may be set aside as a whole before somebody else has a turn."""

_HARMLESS_NO_MORE = "It waited until sending it again was not harmless any more."
_NOT_THEIRS_ANY_MORE = (
    "Who scheduled it may not publish here any more: somebody who may has to decide."
)
_IN_YOUR_HANDS = "Its hour has come. Everything is prepared: a person finishes it."
_MAY_BE_OUT = "The database is older than what was sent: it may be out already."

WINDOW = 200
"""Due rows of one workspace that are looked at for one batch."""

# Workspaces with waiting rows are found by hopping through the index, one probe each; then each
# gets its turn, so that nobody's thousands delay anybody's one (P13).
_FAIR = """
with recursive tenants as (
  (select workspace_id from publish_publication
    where state = 'waiting' and network = %(network)s order by workspace_id limit 1)
  union all
  select (select p.workspace_id from publish_publication p
           where p.state = 'waiting' and p.network = %(network)s
             and p.workspace_id > t.workspace_id
           order by p.workspace_id limit 1)
    from tenants t where t.workspace_id is not null
), candidates as (
  select c.id,
         row_number() over (partition by c.channel_id order by c.due_at, c.id) as in_channel,
         row_number() over (partition by c.workspace_id order by c.due_at, c.id) as in_tenant
    from tenants t cross join lateral (
      select p.id, p.channel_id, p.workspace_id, p.due_at from publish_publication p
       where p.state = 'waiting' and p.network = %(network)s
         and p.workspace_id = t.workspace_id
         and p.due_at <= (select clock_timestamp())
         and not exists (select 1 from publish_publication s
                          where s.state = 'sending' and s.channel_id = p.channel_id)
       order by p.due_at, p.id limit %(window)s) c
   where t.workspace_id is not null
)
select id from candidates where in_channel <= %(in_a_row)s order by in_tenant limit %(limit)s
"""

_TAKE = """
update publish_publication p
   set state = 'sending', due_at = null, shift_id = %(shift)s, lease = p.lease + 1,
       tries = p.tries + 1, verb = v.verb,
       may_be_out = p.may_be_out and v.verb <> 'publish',
       first_sent_at = case when v.verb = 'publish'
                            then coalesce(p.first_sent_at, %(moment)s)
                            else p.first_sent_at end,
       sent_at = case when v.verb = 'publish' then coalesce(p.sent_at, %(moment)s)
                      else p.sent_at end
  from unnest(%(ids)s::uuid[], %(verbs)s::text[]) as v(id, verb)
 where p.id = v.id
"""


@dataclass
class _Batch:
    """What becomes of the rows that were taken a lock on."""

    take: list[Publication] = field(default_factory=list)
    hold: dict[str, list[UUID]] = field(default_factory=dict)
    miss: list[UUID] = field(default_factory=list)
    ask: list[UUID] = field(default_factory=list)
    skip: list[UUID] = field(default_factory=list)
    look: list[Publication] = field(default_factory=list)
    hand: list[UUID] = field(default_factory=list)


def claim(shift: int, key: str, *, limit: int = 500) -> list[Publication]:
    """Take up to `limit` due publications of one network; their intents are committed."""
    network = find_network(key)
    for _ in range(AT_MOST):
        rows, batch = _claim_once(shift, network, limit)
        # Where all were set aside (a backlog after a day off), the next ones are due as well.
        if batch.take or not rows:
            return batch.take
    return []


def _claim_once(shift: int, network: Network, limit: int) -> tuple[list[Publication], _Batch]:
    with transaction.atomic():
        _one_at_a_time(network.key)
        rows = _due(network, limit)
        batch = _sort(rows, standing_holds(), clock.now()) if rows else _Batch()
        _set_aside(batch)
        _take(batch.take, shift, network)
    return rows, batch


def _one_at_a_time(key: str) -> None:
    """Claims of one network follow each other, so that a channel's order is kept.

    The lock ends with the transaction, however the process ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"antiphon claim {key}"])


def _due(network: Network, limit: int) -> list[Publication]:
    asked_one_by_one = network.proof.kind is ProofKind.NONE
    with connection.cursor() as cursor:
        cursor.execute(
            _FAIR,
            {
                "network": network.key,
                "window": WINDOW,
                "in_a_row": 1 if asked_one_by_one else IN_A_ROW,
                "limit": min(limit, 20) if asked_one_by_one else limit,
            },
        )
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return []
    rows = Publication.objects.filter(pk__in=ids, state=State.WAITING)
    locked = rows.select_for_update(skip_locked=True, of=("self",))
    # Many rows share a channel, a workspace, a post: each is read once, not once for each row.
    shared = locked.prefetch_related("channel", "workspace", "post", "by__person")
    return list(shared.order_by("due_at", "id"))


def _sort(rows: list[Publication], standing: Standing, moment: datetime) -> _Batch:
    batch = _Batch()
    for row in rows:
        late = timedelta(0) if row.at_step or row.may_be_late else moment - row.planned_at
        if reason := standing.reason(row) or _channel_stops(row):
            batch.hold.setdefault(reason, []).append(row.pk)
        elif _must_look(row, moment, late):
            batch.look.append(row)
        elif not _may_still(row):
            batch.ask.append(row.pk)
        elif late > row.workspace.grace and row.workspace.late_policy == LatePolicy.ASK:
            batch.miss.append(row.pk)
        elif late > row.workspace.grace and row.workspace.late_policy == LatePolicy.SKIP:
            batch.skip.append(row.pk)
        elif row.by_hand:
            batch.hand.append(row.pk)
        else:
            batch.take.append(row)
    return batch


def _must_look(row: Publication, moment: datetime, late: timedelta) -> bool:
    """Whether its repeat is harmless no more, or would be the first to go out and too late.

    What may be out unknown to the database is looked for at each step, until one is not there:
    steps go in order, so nothing after that one is out either.
    """
    if row.may_be_out and row.doubted_at is None:
        return True
    if row.doubted_at is None or not is_in_doubt(row):
        return False
    return late > row.workspace.grace or not is_harmless_to_repeat(row, network_of(row), moment)


def _may_still(row: Publication) -> bool:
    """Whether who asked for it may publish here even now (W6); what has begun is finished.

    Nobody in particular asked for what came without a name.
    """
    return row.at_step > 0 or row.by is None or policy.may(row.by, "publication.schedule")


def _channel_stops(row: Publication) -> str:
    if row.channel.state == ChannelState.CONNECTED:
        return ""
    return f"{row.channel} is not connected: {row.channel.reason or 'sign in again'}"[:500]


def _set_aside(batch: _Batch) -> None:
    for reason, ids in batch.hold.items():
        _move(ids, State.HELD, reason, "hold")
    _move(batch.miss, State.MISSED, "Its hour passed before it could be sent.", "ask")
    _move(batch.ask, State.MISSED, _NOT_THEIRS_ANY_MORE, "ask")
    _move(batch.hand, State.ASKING, _IN_YOUR_HANDS, "hand_over")
    _move(batch.skip, State.CANCELLED, "Skipped: its hour had passed.", "skip")
    for row in batch.look:
        settle(row, look_first(row, _MAY_BE_OUT if row.may_be_out else _HARMLESS_NO_MORE))


def _move(ids: list[UUID], state: State, reason: str, remedy: str) -> None:
    if ids:
        rows = Publication.objects.filter(pk__in=ids, state=State.WAITING)
        rows.update(state=state, due_at=None, reason=reason[:500], remedy=remedy)


def _take(rows: list[Publication], shift: int, network: Network) -> None:
    if not rows:
        return
    verbs = [next_verb(row, network) for row in rows]
    ids = [row.pk for row in rows]
    # One moment for row and parcel alike: deterministic records are made of it.
    moment = clock.now()
    given: dict[str, Any] = {
        "shift": shift,
        "ids": ids,
        "verbs": [*map(str, verbs)],
        "moment": moment,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
    for row, verb in zip(rows, verbs, strict=True):
        row.state, row.due_at, row.shift_id = State.SENDING, None, shift
        row.lease, row.tries, row.verb = row.lease + 1, row.tries + 1, verb
        if verb is Verb.PUBLISH:
            row.first_sent_at = row.first_sent_at or moment
            row.sent_at = row.sent_at or moment
    intend(rows, moment)


def next_verb(row: Publication, network: Network) -> Verb:
    """What the present step asks next: bring what it shows, or make it visible."""
    begun = row.progress[row.at_step] if row.at_step < len(row.progress) else {}
    if begun.get("prepared") or not network.can(Prepares):
        return Verb.PUBLISH
    try:
        brings = network.needs_preparing(packing.parcel(row))
    except Exception:  # noqa: BLE001 -- packing it again will say so, and of this row alone (P15)
        return Verb.PUBLISH
    return Verb.PREPARE if brings else Verb.PUBLISH


_INTEND = (
    "copy publish_attempt (id, workspace_id, publication_id, number, step, verb, key, digest,"
    " lease, began_at, outcome, reason) from stdin"
)


def intend(rows: list[Publication], moment: datetime) -> None:
    """Write down what is about to be asked; committed before the first byte leaves (P1)."""
    with connection.cursor() as cursor, cursor.copy(_INTEND) as copy:
        for row in rows:
            copy.write_row(
                (
                    uuid7(), row.workspace_id, row.pk, row.tries, row.at_step, str(row.verb),
                    f"{row.pk}:{row.at_step}", row.digest, row.lease, moment, "", "",
                )
            )  # fmt: skip
