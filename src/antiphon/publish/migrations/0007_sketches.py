from django.db import migrations, models

import antiphon.publish.states


class Migration(migrations.Migration):
    dependencies = [("publish", "0006_import_digests")]

    operations = [
        migrations.RemoveConstraint(model_name="wish", name="wish_state_is_known"),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            antiphon.publish.states.Wished["SKETCHED"],
                            antiphon.publish.states.Wished["OPEN"],
                            antiphon.publish.states.Wished["GRANTED"],
                            antiphon.publish.states.Wished["FAILED"],
                        ],
                    )
                ),
                name="wish_state_is_known",
            ),
        ),
    ]
