"""Whose database this is."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Instance(models.Model):
    """The installation that may send from this database: one row, and never the secret itself."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    """SHA-256 of the installation's secret, which lies outside the database."""
    born = models.UUIDField(default=uuid.uuid4)
    """This database and every copy of it, until a copy is adopted elsewhere."""
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="instance_is_the_only_one")
        ]

    def __str__(self) -> str:
        return str(self.born)
