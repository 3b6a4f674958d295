"""The nouns."""

from django.db import models
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Owned
from antiphon.publish.models import Publication


class Message(Owned):
    """Something that somebody wrote to us; strings from outside, shown escaped and never obeyed.

    Not partitioned: what people answer is a small part of what is counted, and the inbox asks for
    single rows by their network's id, which would have to be looked for in every month.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="messages")
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    remote_id = models.TextField()
    about = models.TextField(blank=True)
    """The network's id of what it answers of ours, known before the publication may be."""
    parent = models.TextField(blank=True)
    author = models.CharField(max_length=300, blank=True)
    author_id = models.TextField(blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    url = models.CharField(max_length=2000, blank=True)
    private = models.BooleanField(default=False)
    heard_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["channel", "remote_id"], name="message_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "-at"], name="message_inbox"),
            models.Index(
                fields=["channel", "about"],
                condition=models.Q(publication=None),
                name="message_unplaced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"


class Cursor(Owned):
    """How far a channel has been heard, and when it is to be heard again."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="cursor")
    cursor = models.TextField(blank=True)
    """Opaque; the network's connector made it."""
    asked_at = models.DateTimeField(null=True)
    """When the last hearing that succeeded began."""
    due_at = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    """Why the last hearing failed; a gap says that it is a gap."""

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.channel_id} at {self.cursor[:40]}"
