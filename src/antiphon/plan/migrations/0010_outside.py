import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.kernel.ids
import antiphon.people.models.sealing
from antiphon.people.walls import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guest"),
        ("plan", "0009_goals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                ("digest", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Nudge",
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
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for their word"),
                            ("escalated", "Asked because others have not answered"),
                            ("ended", "Nobody agreed in time"),
                        ],
                        max_length=9,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharedPost",
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
                ("place", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["place"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharedView",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("calendar", "Calendar"),
                            ("ics", "Calendar subscription"),
                            ("review", "Posts to agree to"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("token", antiphon.people.models.sealing.SealedField(blank=True, null=True)),
                ("filters", models.JSONField(blank=True, default=dict)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="post",
            name="escalate_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="review_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="guest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.guest",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("post", "guest", "digest"), name="review_of_guest_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("member__isnull", False), ("guest__isnull", False), _connector="XOR"
                ),
                name="review_is_of_one",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="agreements",
                to="plan.post",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.workspace"
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="plan.post"
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.workspace"
            ),
        ),
        migrations.AddField(
            model_name="sharedpost",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plan.post"
            ),
        ),
        migrations.AddField(
            model_name="sharedpost",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.workspace"
            ),
        ),
        migrations.AddField(
            model_name="sharedview",
            name="guest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="views",
                to="people.guest",
            ),
        ),
        migrations.AddField(
            model_name="sharedview",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AddField(
            model_name="sharedview",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.workspace"
            ),
        ),
        migrations.AddField(
            model_name="sharedpost",
            name="view",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="posts",
                to="plan.sharedview",
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="view",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="plan.sharedview",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="plan_agreement_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("post", "digest"), name="agreement_once"),
        ),
        migrations.AddConstraint(
            model_name="sharedview",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="plan_sharedview_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guest__isnull", False), ("kind", "review")),
                    models.Q(models.Q(("kind", "review"), _negated=True), ("guest__isnull", True)),
                    _connector="OR",
                ),
                name="shared_view_has_its_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedpost",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="plan_sharedpost_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedpost",
            constraint=models.UniqueConstraint(fields=("view", "post"), name="shared_post_once"),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="plan_nudge_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="plan_nudge_in_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("member__isnull", False), ("view__isnull", False), _connector="XOR"
                ),
                name="nudge_is_for_one",
            ),
        ),
        same_workspace("plan_review", "guest_id", "people_guest"),
        same_workspace("plan_sharedview", "guest_id", "people_guest"),
        same_workspace("plan_sharedview", "made_by_id", "people_member"),
        same_workspace("plan_sharedpost", "view_id", "plan_sharedview"),
        same_workspace("plan_sharedpost", "post_id", "plan_post"),
        same_workspace("plan_agreement", "post_id", "plan_post"),
        same_workspace("plan_nudge", "post_id", "plan_post"),
        same_workspace("plan_nudge", "member_id", "people_member"),
        same_workspace("plan_nudge", "view_id", "plan_sharedview"),
        same_workspace("plan_nudge", "by_id", "people_member"),
    ]
