from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guest"),
        ("plan", "0010_outside"),
        ("publish", "0005_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="channels",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="importrow",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("state", "made")),
                fields=["workspace", "digest"],
                name="import_row_made",
            ),
        ),
    ]
