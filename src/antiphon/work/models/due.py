"""The row is the queue: a row that wants something done says when."""

from datetime import timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from antiphon.work.clock import ClockTimestamp


class Due(models.Model):
    """Mix in to be worked on at `due_at`; null means there is nothing to do.

    Who claims a row gets a numbered lease. Whoever was too slow finds another number there and
    writes nothing.
    """

    due_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveBigIntegerField(default=0)

    FAIR_AMONG = "workspace_id"

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                name="%(app_label)s_%(class)s_due",
                condition=Q(due_at__isnull=False),
            )
        ]

    @classmethod
    def free(cls, **where: Any) -> models.QuerySet[Self]:
        """What is due by the database's clock and nobody holds."""
        now = ClockTimestamp()
        unheld = Q(held_until=None) | Q(held_until__lte=now)
        return cls._default_manager.filter(unheld, due_at__lte=now, **where)

    @classmethod
    def claim(cls, limit: int, hold: timedelta, **where: Any) -> list[Self]:
        """Take up to `limit` due rows that nobody holds; two workers never get the same one.

        Every workspace has its turn before one has its second, so that a long queue of one does
        not make the others wait.
        """
        turn = Window(RowNumber(), partition_by=F(cls.FAIR_AMONG), order_by="due_at")
        queue = cls.free(**where).annotate(turn=turn).order_by("turn", "due_at")
        chosen = list(queue.values_list("pk", flat=True)[:limit])
        if not chosen:
            return []
        with transaction.atomic():
            rows = cls.free(**where).filter(pk__in=chosen)
            mine = list(
                rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
            )
            cls._default_manager.filter(pk__in=mine).update(
                held_until=ClockTimestamp() + hold, lease=F("lease") + 1
            )
        return list(cls._default_manager.filter(pk__in=mine).order_by("due_at"))

    def settle(self, **facts: Any) -> bool:
        """Write what came of it and let go, unless somebody else has taken over meanwhile."""
        held = type(self)._default_manager.filter(pk=self.pk, lease=self.lease)
        return bool(held.update(held_until=None, **facts))
