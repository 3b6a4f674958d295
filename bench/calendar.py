"""A month with 8,000 publications as a page: how long the server takes, and how much it asks."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.result import Result
from bench.stage import World

COUNT, CHANNELS_OF_A_POST = 8_000, 4
ROUNDS, WARM = 40, 3
AHEAD = timedelta(days=400)
"""Beyond the million that wait since the backlog was measured, so the month holds its own only."""
SLOW, MOST_QUERIES = 150.0, 12

# A month full of posts, each on some channels of one workspace at the same minute, with labels of
# states as a month in its middle has them.
_FILL = """
with mine as (
  select c.*, row_number() over (order by id) - 1 as place, count(*) over () as of
    from channels_channel c where workspace_id = %(workspace)s
), posts as (
  insert into plan_post (id, workspace_id, state, version, title, text, language, link, comment,
                         tags, options, shape, approved_digest)
  select gen_random_uuid(), %(workspace)s, 'approved', 1, '', 'Post number ' || n || ' of a month',
         '', '', '', '{}', '{}', '', '' from generate_series(1, %(posts)s) n
  returning id
), numbered as (select id, row_number() over (order by id) - 1 as n from posts)
insert into publish_publication (
  id, workspace_id, post_id, channel_id, network, state, due_at, zone, fold, planned_at, floating,
  may_be_late, steps, digest, price, progress, at_step, lease, verb, tries, failures, crashes,
  looks, remedy, reason, remote_id, url, made_at)
select gen_random_uuid(), %(workspace)s, p.id, c.id, c.network,
       case when p.n %% 2 = 0 then 'live' else 'waiting' end,
       case when p.n %% 2 = 0 then null else at.at end, 'UTC', 0, at.at, false, false,
       jsonb_build_array(jsonb_build_object('text', 'Post', 'type', 'text')), '', 0, '[]',
       0, 0, '', 0, 0, 0, 0, '', '', '', '', clock_timestamp()
  from numbered p
  cross join generate_series(0, %(each)s - 1) k
  join mine c on c.place = (p.n + k) %% c.of
  cross join lateral (
    select %(first)s::timestamptz + make_interval(mins => (p.n * 21 %% (30 * 1440))::int) as at) at
"""


def run(world: World) -> list[Result]:
    """The calendar rows."""
    workspace = max(world.channels, key=lambda row: str(row.workspace_id)).workspace
    first = (datetime.now(UTC) + AHEAD).replace(day=1, hour=0, minute=0, second=0)
    _fill(workspace, first)
    took, asked = _looks(workspace, f"/w/{workspace.slug}/calendar/?on={first:%Y-%m-%d}")
    took.sort()
    told = f"calendar: a month with {COUNT:,} publications"
    return [
        Result(f"{told}, p50", took[len(took) // 2], "ms", bar=SLOW),
        Result(f"{told}, p95", took[int(len(took) * 0.95) - 1], "ms", bar=SLOW),
        Result(f"{told}, asked", asked, "queries", bar=MOST_QUERIES),
    ]


def _fill(workspace: Any, first: datetime) -> None:
    from django.db import connection  # noqa: PLC0415 -- Django must stand first

    given = {
        "workspace": workspace.pk,
        "posts": COUNT // CHANNELS_OF_A_POST,
        "each": CHANNELS_OF_A_POST,
        "first": first,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FILL, given)
        cursor.execute("vacuum analyze publish_publication, plan_post")


def _looks(workspace: Any, address: str) -> tuple[list[float], int]:
    """Milliseconds of each look, from the request to the last byte, and the questions of one."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from antiphon.people.models import Member  # noqa: PLC0415

    member = Member.objects.filter(workspace=workspace).select_related("person").first()
    if member is None:
        raise RuntimeError("nobody works in the workspace of the bench")
    client = Client(headers={"host": "localhost"})
    client.force_login(member.person)
    for _ in range(WARM):
        _look(client, address)
    took = [_look(client, address) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return took, len(caught)


def _look(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"the calendar answered {answer.status_code}")
    return (time.perf_counter() - began) * 1000
