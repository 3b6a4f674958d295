"""What somebody said to a post that wants to go out."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Guest, Member, Owned, Person
from antiphon.plan.models.post import Post


class Verdict(models.TextChoices):
    """What a reviewer decided."""

    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Wants a change"


class Review(Owned):
    """One person's word on one version of a post; it counts only for what they saw."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reviews")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    guest = models.ForeignKey(
        Guest, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
            models.UniqueConstraint(
                fields=["post", "guest", "digest"], name="review_of_guest_once"
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) ^ models.Q(guest__isnull=False),
                name="review_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id or self.guest_id} {self.verdict}"

    @property
    def who(self) -> Person | Guest:
        """Whose word it is."""
        found = self.member.person if self.member else self.guest
        if found is None:
            raise ValueError("a review is somebody's")
        return found
