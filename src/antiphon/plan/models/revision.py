"""Who changed what in a post."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned
from antiphon.plan.models.post import Post


class Revision(Owned):
    """One edit, or several of one person within minutes: by whom, and what was touched."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    """That it made, or that the last of them made."""
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where the program itself did it."""
    changed = ArrayField(models.CharField(max_length=40), default=list)
    before = models.JSONField(default=dict, db_default={})
    """The parts that it touched, as they were before it; what can be taken back."""
    at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        ordering = ["version"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["post", "version"], name="revision_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.post_id}"
