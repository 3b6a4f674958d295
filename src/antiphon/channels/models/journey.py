"""Sign-ins under way, and servers at which our installation is registered."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned, SealedField


class Journey(Owned):
    """Somebody is at a network's own page; what comes back must match this, once, in minutes."""

    state_digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    browser_digest = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=40)
    server = models.CharField(max_length=300)
    sign_in = models.CharField(max_length=40)
    memory = SealedField()
    grant = SealedField()
    """What the network gave, until the person says which accounts of it they mean."""
    began_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"journey to {self.network}"


class Registration(models.Model):
    """What a server knows our installation as, where each server must be asked."""

    network = models.CharField(max_length=40)
    server = models.CharField(max_length=300)
    redirect_uri = models.CharField(max_length=300)
    client_id = models.CharField(max_length=600)
    client_secret = SealedField()
    facts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "server", "redirect_uri"], name="registered_once"
            )
        ]

    def __str__(self) -> str:
        return f"our registration at {self.server}"
