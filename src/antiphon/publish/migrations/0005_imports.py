import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.kernel.ids
from antiphon.people.walls import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guest"),
        ("plan", "0010_outside"),
        ("publish", "0004_wishes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.PositiveBigIntegerField(default=0)),
                (
                    "id",
                    models.UUIDField(
                        default=antiphon.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("state", models.CharField(default="reading", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("zone", models.CharField(max_length=64)),
                ("month_first", models.BooleanField(null=True)),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("headings", models.JSONField(default=list)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
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
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
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
                ("line", models.PositiveIntegerField()),
                ("cells", models.JSONField(default=dict)),
                ("state", models.CharField(default="new", max_length=8)),
                ("problems", models.JSONField(default=list)),
                ("due", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=list)),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.post",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="publish.import",
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
                "ordering": ["line"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="publish_import_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="publish_import_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["reading", "read", "confirmed", "done", "stopped"])
                ),
                name="import_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["sheet", "state", "line"], name="import_row_next"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="publish_importrow_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("sheet", "line"), name="import_row_once"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "good", "bad", "made"])),
                name="import_row_state_is_known",
            ),
        ),
        same_workspace("publish_import", "by_id", "people_member"),
        same_workspace("publish_importrow", "sheet_id", "publish_import"),
        same_workspace("publish_importrow", "post_id", "plan_post"),
    ]
