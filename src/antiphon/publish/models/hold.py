"""The stop switch."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.kernel.ids import uuid7
from antiphon.people.models import LatePolicy, Workspace
from antiphon.plan.models import Campaign


class HoldScope(models.TextChoices):
    """How much a hold stops."""

    INSTALLATION = "installation", "Everything"
    NETWORK = "network", "One network"
    WORKSPACE = "workspace", "One workspace"
    CAMPAIGN = "campaign", "One campaign"
    CHANNEL = "channel", "One channel"


class Hold(models.Model):
    """Stops every new send within its scope until it is released, and loses nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scope = models.CharField(max_length=12, choices=HoldScope.choices)
    workspace = models.ForeignKey(
        Workspace, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=40, blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=500)
    afterwards = models.CharField(max_length=8, choices=LatePolicy.choices, default=LatePolicy.ASK)
    """What becomes of publications whose hour passed meanwhile."""
    who = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=Now())
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["scope"], condition=models.Q(released_at=None), name="hold_standing"
            )
        ]

    def __str__(self) -> str:
        return f"hold of {self.scope}: {self.reason}"
