"""What a post asks for before it may go out."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Member, Owned
from antiphon.plan.models import Post
from antiphon.publish.states import Wished


class Wish(Owned):
    """The hour and the channels that a post is meant for while people still have to agree.

    It is granted when the post is approved: then there are publications, in the wisher's name.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="wish")
    state = models.CharField(max_length=8, default=Wished.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    """Why it could not be granted."""
    planned_at = models.DateTimeField(null=True)
    """The instant of the wall time; for the queue the day from which a slot is looked for."""
    wall = models.DateTimeField(null=True)
    """The wall time as typed, kept as if it were UTC; none: as soon as it may."""
    zone = models.CharField(max_length=64, blank=True)
    fold = models.PositiveSmallIntegerField(default=0)
    queue = models.BooleanField(default=False)
    """At each channel's next free slot instead of at the hour."""
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=[*Wished]), name="wish_state_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "planned_at"],
                condition=models.Q(state=Wished.OPEN),
                name="wish_calendar",
            )
        ]

    def __str__(self) -> str:
        return f"wish of {self.post_id}"


class WishChannel(Owned):
    """A channel that a wish names."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="channels")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["wish", "channel"], name="wish_channel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} on {self.channel_id}"
