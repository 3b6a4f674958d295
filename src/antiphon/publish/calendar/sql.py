"""What is asked of the database: one statement for everything that a page of the calendar draws."""

# A chip is one post at one instant, on however many channels. Of a day only so many are told, what
# went wrong before anything else; the rest is counted. Days are cut by the caller's instants, so
# that our own pinned rules of time zones decide, and not those of the database server.
CHIPS = """
with told as (
  select p.post_id, p.planned_at, p.state, p.network, p.id, false as wished
    from publish_publication p join plan_post o on o.id = p.post_id
   where p.workspace_id = %(workspace)s and p.planned_at >= %(since)s and p.planned_at < %(until)s
     and p.state <> 'cancelled'
     and (%(channels)s::uuid[] is null or p.channel_id = any(%(channels)s::uuid[]))
     and (%(campaign)s::uuid is null or o.campaign_id = %(campaign)s::uuid)
     and (%(author)s::uuid is null or o.author_id = %(author)s::uuid)
     and (%(label)s::uuid is null or exists (
           select 1 from plan_postlabel l where l.post_id = o.id and l.label_id = %(label)s::uuid))
     and (%(states)s::text[] is null or p.state = any(%(states)s::text[]))
  union all
  select w.post_id, w.planned_at, o.state, c.network, null, true
    from publish_wish w
    join plan_post o on o.id = w.post_id
    left join publish_wishchannel n on n.wish_id = w.id
    left join channels_channel c on c.id = n.channel_id
   where w.workspace_id = %(workspace)s and w.planned_at >= %(since)s and w.planned_at < %(until)s
     and w.state in ('open', 'sketched') and not w.queue and o.state <> 'dropped'
     and (%(channels)s::uuid[] is null or n.channel_id = any(%(channels)s::uuid[]))
     and (%(campaign)s::uuid is null or o.campaign_id = %(campaign)s::uuid)
     and (%(author)s::uuid is null or o.author_id = %(author)s::uuid)
     and (%(label)s::uuid is null or exists (
           select 1 from plan_postlabel l where l.post_id = o.id and l.label_id = %(label)s::uuid))
     and (%(states)s::text[] is null or o.state = any(%(states)s::text[]))
), chips as (
  select post_id, planned_at, bool_or(wished) as wished, count(*) as size,
         min(array_position(%(urgency)s::text[], state::text)) as rank,
         array_agg(distinct network) filter (where network is not null) as networks,
         (array_agg(id order by array_position(%(urgency)s::text[], state::text)))[1] as id,
         width_bucket(planned_at, %(edges)s::timestamptz[]) as day
    from told group by post_id, planned_at
), placed as (
  select *, count(*) over (partition by day) as of_day,
         row_number() over (
           partition by day order by rank > %(urgent)s, planned_at, post_id) as place
    from chips
), shown as (
  select c.*, coalesce(nullif(o.title, ''), left(o.text, 120)) as name
    from placed c join plan_post o on o.id = c.post_id
   where c.place <= %(a_day)s order by c.planned_at, c.post_id limit %(most)s offset %(skip)s
)
select json_build_object(
  'chips', coalesce((select json_agg(s) from shown s), '[]'),
  'counts', coalesce((select json_agg(r) from (
    select rank, count(*) as n from chips
     where day between %(counted_from)s and %(counted_to)s group by rank) r), '[]'))
"""

# Weekly times to come at which a channel has nothing yet, as they stand on the channel's wall.
FREE = """
with wanted as (
  select c.id, c.time_zone, d.day + s.at as wall, d.day
    from channels_channel c
    join plan_slot s on s.channel_id = c.id and not s.paused
    cross join (select generate_series(%(first)s::date, %(last)s::date, '1 day')::date as day) d
   where c.workspace_id = %(workspace)s and c.state = 'connected'
     and (%(channels)s::uuid[] is null or c.id = any(%(channels)s::uuid[]))
     and s.weekday = extract(isodow from d.day) - 1
     and ((d.day + s.at) at time zone c.time_zone) > clock_timestamp()
     and not exists (
       select 1 from publish_publication p
        where p.workspace_id = c.workspace_id and p.channel_id = c.id and p.state <> 'cancelled'
          and p.planned_at = ((d.day + s.at) at time zone c.time_zone))
), placed as (
  select *, row_number() over (partition by day order by wall, id) as place from wanted
)
select coalesce(json_agg(p order by wall, id), '[]') from placed p where place <= %(free_a_day)s
"""

# What stands beside the days: notes on them, and by what they can be filtered.
BESIDE = """
select coalesce(json_agg(b), '[]') from (
select 'label' as kind, id, name, tint, null::date as begins, null::date as ends
  from plan_label where workspace_id = %(workspace)s
union all
select 'campaign', id, name, 0, null, null from plan_campaign where workspace_id = %(workspace)s
union all
select 'author', m.id, coalesce(nullif(p.name, ''), p.email), 0, null, null
  from people_member m join people_person p on p.id = m.person_id
 where m.workspace_id = %(workspace)s and m.left_at is null
union all
select 'note', id, text, tint, begins_on, ends_on from plan_note
 where workspace_id = %(workspace)s and begins_on <= %(last)s and ends_on >= %(first)s
 order by 3, 2) b
"""

SIGHT = f"select ({CHIPS}), ({FREE}), ({BESIDE})"
