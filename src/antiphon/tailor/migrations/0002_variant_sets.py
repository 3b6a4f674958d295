import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antiphon.kernel.ids
from antiphon.people.walls import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guest"),
        ("plan", "0010_outside"),
        ("tailor", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="VariantSet",
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
                ("shape", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variant_sets",
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="tailor_variantset_in_workspace"
                    ),
                    models.UniqueConstraint(fields=("post", "shape"), name="variant_set_once"),
                ],
            },
        ),
        same_workspace("tailor_variantset", "post_id", "plan_post"),
    ]
