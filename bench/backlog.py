"""Claiming with a million scheduled publications waiting, against the same with ten thousand."""

import os
import statistics
import time
from datetime import timedelta

from django.db import connection, transaction

from bench.result import Result
from bench.stage import World

MANY = int(os.environ.get("ANTIPHON_BENCH_BACKLOG", "1000000"))
FEW = 10_000
DUE = 500
ROUNDS = 15

# The plan of later weeks, spread over all channels; steps as small as real ones are.
_WAIT = """
insert into publish_publication (
  id, workspace_id, post_id, channel_id, network, state, due_at, zone, fold, planned_at, floating,
  may_be_late, steps, digest, price, progress, at_step, lease, verb, tries, failures, crashes,
  looks, remedy, reason, remote_id, url, made_at)
select gen_random_uuid(), c.workspace_id, p.id, c.id, c.network, 'waiting',
       clock_timestamp() + make_interval(hours => 24 + (n %% 8000)), 'UTC', 0,
       clock_timestamp() + make_interval(hours => 24 + (n %% 8000)), false, false,
       jsonb_build_array(jsonb_build_object('text', 'later ' || n, 'type', 'text')), '', 0, '[]',
       0, 0, '', 0, 0, 0, 0, '', '', '', '', clock_timestamp()
  from generate_series(1, %s) n
  join (select row_number() over (order by id) - 1 as place, count(*) over () as of, *
          from channels_channel) c on c.place = n %% c.of
  join plan_post p on p.workspace_id = c.workspace_id
"""


def run(world: World) -> list[Result]:
    """The backlog row."""
    _empty()
    _wait(FEW)
    few = _claiming(world)
    _wait(MANY - FEW)
    many = _claiming(world)
    return [Result(f"backlog: claim with {MANY:,} waiting", many, "ms", floor=few, bar=1.5)]


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from publish_publication where state = 'waiting'")


def _wait(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [count])
        cursor.execute("vacuum analyze publish_publication")


def _claiming(world: World) -> float:
    """Milliseconds to claim a batch of one network's due publications, the median of some."""
    from antiphon.publish.actions.claim import IN_A_ROW, claim  # noqa: PLC0415
    from antiphon.publish.models import Shift  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415

    key = world.channels[0].network
    theirs = [channel for channel in world.channels if channel.network == key]
    mine = World(theirs, world.posts)
    due = min(DUE, IN_A_ROW * len(theirs))
    shift = Shift.begin("bench", 600)
    took = []
    for place in range(ROUNDS):
        with transaction.atomic():
            mine.publications(due, f"claim{place}", clock.now() - timedelta(seconds=1))
            began = time.perf_counter()
            rows = claim(shift, key, limit=due)
            took.append((time.perf_counter() - began) * 1000)
            if len(rows) < due:
                raise RuntimeError(f"only {len(rows)} of {due} were claimed")
            transaction.set_rollback(True)
    return statistics.median(took)
