"""What somebody said to a post that wants to go out."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned
from antiphon.plan.models.post import Post


class Verdict(models.TextChoices):
    """What a reviewer decided."""

    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Wants a change"


class Review(Owned):
    """One person's word on one version of a post; it counts only for what they saw."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reviews")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    """Of what they saw."""
    at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    """After this the word no longer counts."""

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["post", "member", "digest"], name="review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.verdict}"
