"""A key with which a program acts for a member."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from antiphon.people.models.workspace import Member, Owned


class ApiKey(Owned):
    """Shown once and stored as a hash; never more than its owner may, and gone when they leave."""

    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=60))
    epoch = models.PositiveIntegerField(db_default=0, default=0)
    """Its owner's when it was made; it ends with a new password of theirs."""
    created_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_good(self) -> bool:
        """Whether nothing ended it but time."""
        return (
            self.revoked_at is None and self.epoch == self.owner.person.epoch and self.owner.is_here
        )
