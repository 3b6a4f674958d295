from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="about",
            field=models.CharField(
                choices=[
                    ("failed", "Failed"),
                    ("asking", "Needs you"),
                    ("to_finish", "To finish by hand"),
                    ("missed", "Missed"),
                    ("unsure", "Unsure"),
                    ("channel_lost", "Channel disconnected"),
                    ("hook_disabled", "Webhook disabled"),
                    ("mentioned", "You were mentioned"),
                    ("to_approve", "Waits for your approval"),
                    ("channel_ending", "Channel ends soon"),
                    ("on_hold", "On hold"),
                    ("import_done", "Import"),
                ],
                max_length=16,
            ),
        ),
    ]
