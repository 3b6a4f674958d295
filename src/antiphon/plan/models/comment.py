"""What people say to each other about a post."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned
from antiphon.plan.models.post import Post


class Comment(Owned):
    """A remark on one version of a post, seen by the workspace only and never published."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField()
    """Of the post, as it was when they spoke."""
    about = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    """The remark that it answers, which itself answers none."""
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    """Who said it, where that is no member."""
    text = models.TextField()
    mentions = ArrayField(models.UUIDField(), default=list)
    """Members of this workspace who are named in it."""
    at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [*Owned.Meta.constraints]
        indexes = [
            models.Index(fields=["post", "at"], name="comment_of_post"),
            GinIndex(fields=["mentions"], name="comment_mentions"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
