"""The hours of the week at which a channel speaks."""

from django.db import models

from antiphon.channels.models import Channel
from antiphon.people.models import Owned


class Slot(Owned):
    """One weekly time of one channel, on the clock of the channel's wall."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    """0 is Monday."""
    at = models.TimeField()
    paused = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["channel", "weekday", "at"], name="slot_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="slot_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.at:%H:%M}"
