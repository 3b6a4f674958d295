import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.channels.states
import antiphon.kernel.ids
import antiphon.people.models.sealing
from antiphon.people.walls import same_workspace


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=40)),
                ("server", models.CharField(max_length=300)),
                ("redirect_uri", models.CharField(max_length=300)),
                ("client_id", models.CharField(max_length=600)),
                (
                    "client_secret",
                    antiphon.people.models.sealing.SealedField(blank=True, null=True),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "server", "redirect_uri"), name="registered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
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
                ("server", models.CharField(max_length=300)),
                ("remote_id", models.CharField(max_length=300)),
                ("handle", models.CharField(blank=True, max_length=300)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("url", models.CharField(blank=True, max_length=600)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        default=antiphon.channels.states.State["CONNECTED"], max_length=12
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("sign_in", models.CharField(max_length=40)),
                ("credential", antiphon.people.models.sealing.SealedField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("refreshed_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connected_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "cities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=35),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "genders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="channels_channel_in_workspace"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace", "network", "server", "remote_id"), name="channel_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    antiphon.channels.states.State["CONNECTED"],
                                    antiphon.channels.states.State["LOST"],
                                    antiphon.channels.states.State["RETIRED"],
                                ],
                            )
                        ),
                        name="channel_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Journey",
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
                ("state_digest", models.CharField(max_length=64, unique=True)),
                ("browser_digest", models.CharField(blank=True, max_length=64)),
                ("network", models.CharField(max_length=40)),
                ("server", models.CharField(max_length=300)),
                ("sign_in", models.CharField(max_length=40)),
                ("memory", antiphon.people.models.sealing.SealedField(blank=True, null=True)),
                (
                    "began_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.member",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="channels_journey_in_workspace"
                    )
                ],
            },
        ),
        same_workspace("channels_journey", "member_id", "people_member"),
    ]
