"""One account on one network that we may speak for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from antiphon.channels.states import State
from antiphon.connect.oauth import BY_HAND
from antiphon.connect.registry import network, packages
from antiphon.people.models import Owned, SealedField


def _words(length: int) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Channel(Owned):
    """An account with the credential that proves it and the audience that it reaches."""

    network = models.CharField(max_length=40)
    server = models.CharField(max_length=300)
    remote_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=600, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    state = models.CharField(max_length=12, default=State.CONNECTED)
    reason = models.CharField(max_length=500, blank=True)
    sign_in = models.CharField(max_length=40)
    by_hand = models.BooleanField(default=False, db_default=False)
    """A person finishes every post in the network's own app."""
    credential = SealedField()
    expires_at = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    renew_at = models.DateTimeField(null=True, blank=True)
    renew_failures = models.PositiveSmallIntegerField(default=0, db_default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(db_default=Now())

    time_zone = models.CharField(max_length=64, default="UTC")
    countries = _words(2)
    regions = _words(120)
    cities = _words(120)
    languages = _words(35)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    genders = _words(20)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["workspace", "network", "server", "remote_id"], name="channel_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*State]), name="channel_state_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=[when],
                name=f"channel_by_{when}",
                condition=models.Q(state=State.CONNECTED),
            )
            for when in ("renew_at", "check_at")
        ]

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a permission by which a program could speak for it."""
        return self.sign_in != BY_HAND.key

    def __str__(self) -> str:
        where = network(self.network).name if self.network in packages() else self.network
        return f"{self.handle or self.name or self.remote_id} on {where}"
