"""An invitation into a workspace."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models.workspace import Member, Owned, Role


class Invitation(Owned):
    """Names one e-mail address and one role, works once, and ends."""

    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(role=Role.OWNER), name="nobody_is_invited_as_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
