"""What became of a row, in the order in which it happened."""

from django.db import models
from django.db.models.functions import Now


class Happening(models.Model):
    """One step in the life of something; only the database adds one, and nobody changes it.

    The table is partitioned by month of `at` and points at rows without foreign keys, so that old
    months can be dropped.
    """

    id = models.BigAutoField(primary_key=True)
    tx = models.BigIntegerField()
    """The transaction that did it: see `people.happenings` for why its order is what counts."""
    at = models.DateTimeField(db_default=Now())
    workspace_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    """The row of which this tells."""
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "tx", "id"], name="happening_of_workspace"),
            models.Index(fields=["tx", "id"], name="happening_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.tx}-{self.id} {self.kind}"

    @property
    def cursor(self) -> str:
        """Where whoever has read this goes on."""
        return f"{self.tx}-{self.id}"
