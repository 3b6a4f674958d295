import django.db.models.deletion
from django.db import migrations, models

import antiphon.kernel.ids
from antiphon.people.walls import same_workspace

# Partitioned by month from the start: old months are detached and archived as a whole, and the
# index stays small. Months ahead are made by a chore; what falls outside goes into the rest.
READINGS = """
create table measure_reading (
  id uuid not null,
  workspace_id uuid not null,
  publication_id uuid not null,
  step smallint not null check (step >= 0),
  metric varchar(20) not null,
  value bigint not null,
  at timestamptz not null,
  primary key (id, at)
) partition by range (at);
create index reading_of_publication
  on measure_reading (publication_id, step, metric, at desc);
create table measure_reading_rest partition of measure_reading default;
create function measure_reading_months(ahead integer) returns integer language plpgsql as $$
declare
  first date := date_trunc('month', now() at time zone 'UTC');
  made integer := 0;
  month date;
  name text;
begin
  for i in 0..ahead loop
    month := first + make_interval(months => i);
    name := 'measure_reading_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null and not exists (
      select 1 from measure_reading_rest
       where at >= month and at < month + interval '1 month'
    ) then
      execute format(
        'create table %I partition of measure_reading for values from (%L) to (%L)',
        name, month::timestamp at time zone 'UTC',
        (month + interval '1 month') at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
select measure_reading_months(3);
"""
NO_READINGS = """
drop function measure_reading_months(integer);
drop table measure_reading;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("publish", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Reading",
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
                        ("step", models.PositiveSmallIntegerField(default=0)),
                        ("metric", models.CharField(max_length=20)),
                        ("value", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "managed": True,
                        "indexes": [
                            models.Index(
                                fields=["publication_id", "step", "metric", "-at"],
                                name="reading_of_publication",
                            )
                        ],
                    },
                ),
            ],
            database_operations=[migrations.RunSQL(READINGS, NO_READINGS)],
        ),
        migrations.CreateModel(
            name="Round",
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
                ("due_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round",
                        to="publish.publication",
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
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["network", "due_at"], name="round_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="measure_round_in_workspace"
                    )
                ],
            },
        ),
        same_workspace("measure_round", "publication_id", "publish_publication"),
    ]
