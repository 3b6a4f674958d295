"""What we asked a network, and what it answered."""

from django.db import models

from antiphon.kernel.ids import uuid7


class Attempt(models.Model):
    """Committed before the first byte of its request leaves; never changed once it has ended.

    The table is partitioned by month of `began_at`; its rows point at publications without a
    foreign key, so that old months can be detached.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.UUIDField()
    publication_id = models.UUIDField()
    number = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    lease = models.BigIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    """Empty while nobody knows: receipt, prepared, absent, or the remedy of a refusal."""
    reason = models.CharField(max_length=500, blank=True)
    receipt = models.JSONField(null=True)

    class Meta:
        managed = True
        indexes = [
            models.Index(fields=["publication_id", "number"], name="attempt_of_publication"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.verb}: {self.outcome or 'open'}"
