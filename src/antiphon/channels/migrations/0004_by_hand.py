from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_happenings"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="by_hand",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
