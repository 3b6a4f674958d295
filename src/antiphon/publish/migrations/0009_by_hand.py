from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publish", "0008_for_a_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="by_hand",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
