from django.db import migrations, models


def language() -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(blank=True, default="", db_default="", max_length=16)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_epochs")]

    operations = [
        migrations.AddField(model_name="person", name="language", field=language()),
        migrations.AddField(model_name="workspace", name="language", field=language()),
        migrations.AddField(
            model_name="workspace",
            name="week_start",
            field=models.PositiveSmallIntegerField(
                blank=True, choices=[(0, "Monday"), (5, "Saturday"), (6, "Sunday")], null=True
            ),
        ),
    ]
