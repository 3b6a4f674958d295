import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.kernel.ids
from antiphon.people.walls import same_workspace


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels", "0001_initial"),
        ("people", "0001_initial"),
        ("publish", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cursor",
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
                ("cursor", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cursor",
                        to="channels.channel",
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
                        fields=("id", "workspace"), name="engage_cursor_in_workspace"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                ("remote_id", models.TextField()),
                ("about", models.TextField(blank=True)),
                ("parent", models.TextField(blank=True)),
                ("author", models.CharField(blank=True, max_length=300)),
                ("author_id", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("private", models.BooleanField(default=False)),
                (
                    "heard_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="channels.channel",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
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
                "indexes": [
                    models.Index(fields=["workspace", "-at"], name="message_inbox"),
                    models.Index(
                        condition=models.Q(("publication", None)),
                        fields=["channel", "about"],
                        name="message_unplaced",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="engage_message_in_workspace"
                    ),
                    models.UniqueConstraint(fields=("channel", "remote_id"), name="message_once"),
                ],
            },
        ),
        same_workspace("engage_cursor", "channel_id", "channels_channel"),
        same_workspace("engage_message", "channel_id", "channels_channel"),
        same_workspace("engage_message", "publication_id", "publish_publication"),
    ]
