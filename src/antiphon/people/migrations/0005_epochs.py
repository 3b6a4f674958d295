from django.db import migrations, models


def counter() -> models.PositiveIntegerField:  # type: ignore[type-arg]
    return models.PositiveIntegerField(db_default=0, default=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_guest")]

    operations = [
        migrations.AddField(model_name="person", name="epoch", field=counter()),
        migrations.AddField(model_name="person", name="turn", field=counter()),
        migrations.AddField(model_name="apikey", name="epoch", field=counter()),
    ]
