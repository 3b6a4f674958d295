"""The nouns."""

from django.db import models

from antiphon.kernel.ids import uuid7
from antiphon.people.models import Owned
from antiphon.publish.models import Publication


class Reading(models.Model):
    """One count, as the network told it at that time; never changed.

    The table is partitioned by month of `at`; its rows point at publications without a foreign
    key, so that old months can be detached.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.UUIDField()
    publication_id = models.UUIDField()
    step = models.PositiveSmallIntegerField(default=0)
    """Which part of a thread, or the first comment; the first part is 0."""
    metric = models.CharField(max_length=20)
    value = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        managed = True
        indexes = [
            models.Index(
                fields=["publication_id", "step", "metric", "-at"], name="reading_of_publication"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.metric}"


class Round(Owned):
    """When a publication is counted next; null when it is no more."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="round")
    network = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    """Why the last count failed."""

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["network", "due_at"], name="round_due")]

    def __str__(self) -> str:
        return f"{self.publication_id} at {self.due_at}"
