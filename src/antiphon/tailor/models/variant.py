"""The post as told on one channel, or to one audience, or to one audience on one channel."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Owned
from antiphon.plan.models import Post
from antiphon.tailor.models.audience import Audience


class Variant(Owned):
    """Overrides of a post; what is null is the post's own."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(null=True, blank=True)  # noqa: DJ001 -- null inherits
    title = models.CharField(max_length=300, null=True, blank=True)  # noqa: DJ001
    language = models.CharField(max_length=35, null=True, blank=True)  # noqa: DJ001
    link = models.CharField(max_length=2000, null=True, blank=True)  # noqa: DJ001
    comment = models.TextField(null=True, blank=True)  # noqa: DJ001 -- null inherits
    options = models.JSONField(null=True, blank=True)
    """Option key to value, for the channel's own network; only where there is a channel."""
    assets = models.JSONField(null=True, blank=True)
    """`[{"asset": id, "alt": "…"}]` in order, instead of the post's; null: the post's."""
    changed_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["post", "channel", "audience"], nulls_distinct=False, name="variant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} for {self.audience_id or 'all'} on {self.channel_id or 'any'}"
