"""The nouns of the engine."""

from django.db import models


class Heartbeat(models.Model):
    """A worker that is alive, by the database's clock."""

    worker = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class SweepRun(models.Model):
    """How each sweep last went."""

    name = models.CharField(max_length=80, primary_key=True)
    ran_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
