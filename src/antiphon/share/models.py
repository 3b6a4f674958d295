"""The nouns."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Owned


class Feed(Owned):
    """A feed of ours: whoever has its token fills it, everybody reads it.

    Its public name is one for the whole installation, because its address names no workspace.
    """

    slug = models.CharField(max_length=63, unique=True)
    title = models.CharField(max_length=300)
    home = models.CharField(max_length=600, blank=True)
    """The page that it belongs to."""
    hub = models.CharField(max_length=600, blank=True)
    """Whom we tell of each change; empty: nobody."""
    language = models.CharField(max_length=35, blank=True)
    digest = models.CharField(max_length=64)
    """Of the token, which nobody can see again."""
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    ping_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    """When the hub is to be told; None: it knows."""
    pings = models.PositiveSmallIntegerField(default=0)
    """How often in a row the hub did not take it."""

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.slug


class FeedItem(Owned):
    """One item of a feed, or the place of one that was taken out and never comes back."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)
    """Chosen by whoever handed it in; the same for ever."""
    said = models.JSONField(default=dict)
    """What it says, by the names of JSON Feed 1.1; empty once it was taken out."""
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["feed", "key"], name="feed_item_once"),
        ]
        indexes = [
            models.Index(
                fields=["feed", "-published_at"],
                condition=models.Q(gone_at=None),
                name="feed_item_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.key
