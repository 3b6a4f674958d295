"""What members are told of, and how each wants to be told."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antiphon.notices.states import About
from antiphon.people.models import Member, Owned, Workspace


class Notice(Owned):
    """One cause, whatever many things it is the cause of; it closes when the cause is gone."""

    about = models.CharField(max_length=16, choices=About.choices)
    key = models.CharField(max_length=120)
    """Tells one cause from another of the same kind."""
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """Whom alone it is for; otherwise for everybody who may do something about it."""
    facts = models.JSONField(default=dict)
    """What its words are made of: names, a reason, ids of what can be opened."""
    items = models.JSONField(default=list)
    """Ids of what it is the cause of, at most some hundred."""
    count = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    """When something new came to it; then it is unread again."""
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["workspace", "about", "key"], condition=Q(closed_at=None),
                name="notice_open_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["workspace", "-changed_at"], condition=Q(closed_at=None),
                name="notice_open",
            ),
            models.Index(fields=["closed_at"], name="notice_closed"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.about} {self.key}"


class Sighting(Owned):
    """That a member has seen a notice as it was then."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="sightings")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["member", "notice"], name="sighting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} saw {self.notice_id}"


class Preference(Owned):
    """How a member wants to be told."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    ways = models.JSONField(default=dict)
    """By kind; what is not named is told in the usual way."""
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    """By the member's own clock; no mail leaves between them."""
    daily_at = models.TimeField(default=time(8))

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"of {self.member_id}"


class Letter(Owned):
    """One mail to one member, written down before it leaves; the same one has the same name."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    """None: it is the daily one."""
    day = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["member", "notice"], name="letter_once"),
            models.UniqueConstraint(fields=["member", "day"], name="letter_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="letter_due")
        ]

    def __str__(self) -> str:
        return f"to {self.member_id}"


class Gathering(models.Model):
    """How far a workspace was looked through for what its members should know."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    read_tx = models.BigIntegerField(default=0)
    read_id = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.workspace_id} to {self.read_tx}-{self.read_id}"
