"""Columns whose values are sealed, and the keys that this database needs."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """What `vault.seal` gave; rotation finds every column of this kind by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class SealingKey(models.Model):
    """A key that something here is or was sealed with; `proof` tells the right one from a wrong."""

    number = models.PositiveIntegerField(primary_key=True)
    proof = models.BinaryField()
    since = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key {self.number}"
