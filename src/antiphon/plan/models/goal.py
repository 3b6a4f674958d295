"""How often a channel wants to speak."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Owned


class Goal(Owned):
    """Posts a week that people set themselves for one channel; never a judgement of theirs."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="goal")
    per_week = models.PositiveSmallIntegerField()
    since = models.DateTimeField(db_default=Now())
    """Weeks before it count for no streak."""

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(condition=models.Q(per_week__gte=1), name="goal_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.per_week} a week on {self.channel_id}"
