from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while the table is written to

    dependencies = [("publish", "0007_sketches")]

    operations = [
        AddIndexConcurrently(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("state__in", ["asking", "missed", "refused"])),
                fields=["workspace"],
                name="publication_for_a_person",
            ),
        ),
    ]
