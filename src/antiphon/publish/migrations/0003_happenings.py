"""Every step of a publication's life, and every hold, is told."""

from django.db import migrations

from antiphon.people.happenings import facts, tell

_PUBLICATION = facts(
    "'post', n.post_id, 'channel', n.channel_id, 'planned_at', n.planned_at, 'step', n.at_step,"
    " 'remedy', nullif(n.remedy, ''), 'reason', nullif(n.reason, ''), 'url', nullif(n.url, '')"
)
MADE = (
    f"select n.workspace_id, 'publication.scheduled', n.id, {_PUBLICATION}"
    " from fresh n order by n.id"
)
# What did not change its state was moved to another hour, or was read back and differs.
MOVED = f"""
select n.workspace_id, 'publication.' || case
         when n.state = o.state and n.planned_at <> o.planned_at then 'moved'
         when n.state = o.state then 'differs'
         when n.state = 'waiting' and o.state = 'held' then 'released'
         when n.state = 'waiting' and o.state in ('refused', 'missed', 'asking') then 'scheduled'
         else n.state end,
       n.id, {_PUBLICATION} || jsonb_build_object('was', o.state)
  from fresh n join former o on o.id = n.id
 where n.state <> o.state or n.planned_at <> o.planned_at
    or (n.seen is distinct from o.seen
        and jsonb_typeof(n.seen -> 'differs') = 'array' and n.seen -> 'differs' <> '[]'
        and n.seen -> 'differs' is distinct from o.seen -> 'differs')
 order by n.id"""

# A hold over everything, or over one network, is news in every workspace.
_HOLD = facts(
    "'scope', h.scope, 'reason', h.reason, 'who', h.who, 'network', nullif(h.network, ''),"
    " 'campaign', h.campaign_id, 'channel', h.channel_id"
)
_EVERY = "join people_workspace w on h.workspace_id is null or h.workspace_id = w.id"
SET = f"select w.id, 'hold.set', h.id, {_HOLD} from fresh h {_EVERY}"
RELEASED = (
    f"select w.id, 'hold.released', h.id, {_HOLD} from fresh h"
    f" join former f on f.id = h.id and f.released_at is null and h.released_at is not null {_EVERY}"
)


class Migration(migrations.Migration):
    dependencies = [("publish", "0002_may_be_out"), ("people", "0002_happening")]

    operations = [
        tell("publish_publication", "insert", MADE),
        tell("publish_publication", "update", MOVED),
        tell("publish_hold", "insert", SET),
        tell("publish_hold", "update", RELEASED),
    ]
