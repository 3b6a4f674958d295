"""Somebody outside who is asked for their word."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models.workspace import Member, Owned


class Guest(Owned):
    """A person without a seat: they see what a link shows them and say yes or no to it."""

    name = models.CharField(max_length=120)
    email = models.EmailField()
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    """From then on no link of theirs opens, and none of their words counts."""

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "email"], name="guest_once"),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="guest_email_is_lower",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_here(self) -> bool:
        """Whether their word is still asked for."""
        return self.ended_at is None
