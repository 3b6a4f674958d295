"""A link of ours that leads to the stored target of its code and nowhere else."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Owned
from antiphon.plan.models import Post
from antiphon.tailor.models.audience import Audience


class TrackedLink(Owned):
    """Unique to one telling of one post, so that whoever comes by it tells where from."""

    code = models.CharField(max_length=24, unique=True)
    target = models.CharField(max_length=2600)
    """With its UTM tags."""
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="links")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.code
