import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.kernel.ids
import antiphon.publish.states
from antiphon.people.walls import same_workspace

# Partitioned by month from the start: old months are detached and archived as a whole, and the
# indexes that a burst writes to stay small. Months ahead are made by a chore; what falls outside
# goes into the rest.
ATTEMPTS = """
create table publish_attempt (
  id uuid not null,
  workspace_id uuid not null,
  publication_id uuid not null,
  number integer not null check (number >= 0),
  step smallint not null check (step >= 0),
  verb varchar(10) not null,
  key varchar(80) not null,
  digest varchar(64) not null,
  lease bigint not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  outcome varchar(16) not null,
  reason varchar(500) not null,
  receipt jsonb,
  primary key (id, began_at)
) partition by range (began_at);
create index attempt_of_publication on publish_attempt (publication_id, number);
create table publish_attempt_rest partition of publish_attempt default;
create function publish_attempt_months(ahead integer) returns integer language plpgsql as $$
declare
  first date := date_trunc('month', now() at time zone 'UTC');
  made integer := 0;
  month date;
  name text;
begin
  for i in 0..ahead loop
    month := first + make_interval(months => i);
    name := 'publish_attempt_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null and not exists (
      select 1 from publish_attempt_rest
       where began_at >= month and began_at < month + interval '1 month'
    ) then
      execute format(
        'create table %I partition of publish_attempt for values from (%L) to (%L)',
        name, month::timestamp at time zone 'UTC',
        (month + interval '1 month') at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
select publish_attempt_months(3);
"""
NO_ATTEMPTS = """
drop function publish_attempt_months(integer);
drop table publish_attempt;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels", "0001_initial"),
        ("people", "0001_initial"),
        ("plan", "0001_initial"),
        ("tailor", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=antiphon.kernel.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("workspace_id", models.UUIDField()),
                        ("publication_id", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("step", models.PositiveSmallIntegerField()),
                        ("verb", models.CharField(max_length=10)),
                        ("key", models.CharField(max_length=80)),
                        ("digest", models.CharField(max_length=64)),
                        ("lease", models.BigIntegerField()),
                        ("began_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=16)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("receipt", models.JSONField(null=True)),
                    ],
                    options={
                        "managed": True,
                        "indexes": [
                            models.Index(
                                fields=["publication_id", "number"], name="attempt_of_publication"
                            )
                        ],
                    },
                ),
            ],
            database_operations=[migrations.RunSQL(ATTEMPTS, NO_ATTEMPTS)],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                (
                    "began_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="shift_until")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=antiphon.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("installation", "Everything"),
                            ("network", "One network"),
                            ("workspace", "One workspace"),
                            ("campaign", "One campaign"),
                            ("channel", "One channel"),
                        ],
                        max_length=12,
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(max_length=500)),
                (
                    "afterwards",
                    models.CharField(
                        choices=[
                            ("late", "Send it late"),
                            ("skip", "Skip it"),
                            ("ask", "Ask a person"),
                        ],
                        default="ask",
                        max_length=8,
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plan.campaign",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at", None)),
                        fields=["scope"],
                        name="hold_standing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RepeatKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=antiphon.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("publications", models.JSONField(default=list)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="publish_repeatkey_in_workspace"
                    ),
                    models.UniqueConstraint(fields=("workspace", "key"), name="repeat_key_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=antiphon.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("network", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        default=antiphon.publish.states.State["WAITING"], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("wall", models.DateTimeField(null=True)),
                ("zone", models.CharField(blank=True, max_length=64)),
                ("fold", models.PositiveSmallIntegerField(default=0)),
                ("planned_at", models.DateTimeField()),
                ("floating", models.BooleanField(default=False)),
                ("may_be_late", models.BooleanField(default=False)),
                ("steps", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("price", models.PositiveIntegerField(default=0)),
                ("progress", models.JSONField(default=list)),
                ("at_step", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.BigIntegerField(default=0)),
                ("verb", models.CharField(blank=True, max_length=10)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("crashes", models.PositiveSmallIntegerField(default=0)),
                ("looks", models.PositiveSmallIntegerField(default=0)),
                ("first_sent_at", models.DateTimeField(null=True)),
                ("doubted_at", models.DateTimeField(null=True)),
                ("remedy", models.CharField(blank=True, max_length=16)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("remote_id", models.CharField(blank=True, max_length=400)),
                ("url", models.CharField(blank=True, max_length=1000)),
                ("seen", models.JSONField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("live_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tailor.audience",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.member",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="channels.channel",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tailor.trackedlink",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="plan.post",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publish.shift",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", antiphon.publish.states.State["WAITING"])),
                        fields=["network", "workspace", "due_at", "id"],
                        name="publication_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    antiphon.publish.states.State["UNSURE"],
                                    antiphon.publish.states.State["ACCEPTED"],
                                ],
                            )
                        ),
                        fields=["due_at"],
                        name="publication_to_ask",
                    ),
                    models.Index(
                        condition=models.Q(("state", antiphon.publish.states.State["SENDING"])),
                        fields=["channel"],
                        name="publication_sending",
                    ),
                    models.Index(
                        condition=models.Q(("state", antiphon.publish.states.State["SENDING"])),
                        fields=["shift"],
                        name="publication_of_shift",
                    ),
                    models.Index(
                        condition=models.Q(("state", antiphon.publish.states.State["HELD"])),
                        fields=["channel"],
                        name="publication_held",
                    ),
                    models.Index(fields=["workspace", "planned_at"], name="publication_calendar"),
                    models.Index(
                        condition=models.Q(
                            ("seen__isnull", True), ("state", antiphon.publish.states.State["LIVE"])
                        ),
                        fields=["ended_at"],
                        name="publication_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="publish_publication_in_workspace"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    antiphon.publish.states.State["WAITING"],
                                    antiphon.publish.states.State["HELD"],
                                    antiphon.publish.states.State["SENDING"],
                                    antiphon.publish.states.State["ACCEPTED"],
                                    antiphon.publish.states.State["UNSURE"],
                                    antiphon.publish.states.State["ASKING"],
                                    antiphon.publish.states.State["MISSED"],
                                    antiphon.publish.states.State["REFUSED"],
                                    antiphon.publish.states.State["LIVE"],
                                    antiphon.publish.states.State["CANCELLED"],
                                    antiphon.publish.states.State["WITHDRAWN"],
                                ],
                            )
                        ),
                        name="publication_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("shift", None),
                                (
                                    "state__in",
                                    [
                                        antiphon.publish.states.State["WAITING"],
                                        antiphon.publish.states.State["ACCEPTED"],
                                        antiphon.publish.states.State["UNSURE"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("shift__isnull", False),
                                ("state", antiphon.publish.states.State["SENDING"]),
                            ),
                            models.Q(
                                ("due_at", None),
                                ("shift", None),
                                (
                                    "state__in",
                                    [
                                        antiphon.publish.states.State["ASKING"],
                                        antiphon.publish.states.State["MISSED"],
                                        antiphon.publish.states.State["REFUSED"],
                                        antiphon.publish.states.State["LIVE"],
                                        antiphon.publish.states.State["CANCELLED"],
                                        antiphon.publish.states.State["WITHDRAWN"],
                                        antiphon.publish.states.State["HELD"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="publication_is_never_lost",
                    ),
                ],
            },
        ),
        same_workspace("publish_publication", "post_id", "plan_post"),
        same_workspace("publish_publication", "channel_id", "channels_channel"),
        same_workspace("publish_publication", "audience_id", "tailor_audience"),
        same_workspace("publish_publication", "link_id", "tailor_trackedlink"),
        same_workspace("publish_publication", "by_id", "people_member"),
        same_workspace("publish_hold", "campaign_id", "plan_campaign"),
        same_workspace("publish_hold", "channel_id", "channels_channel"),
    ]
