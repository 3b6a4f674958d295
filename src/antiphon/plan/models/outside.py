"""What people outside may see, what they were asked, and what was agreed on."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Guest, Member, Owned, SealedField
from antiphon.plan.models.post import Post
from antiphon.work.models import Due


class Kind(models.TextChoices):
    """What a link shows."""

    CALENDAR = "calendar", "Calendar"
    ICS = "ics", "Calendar subscription"
    REVIEW = "review", "Posts to agree to"


class SharedView(Owned):
    """A secret link for somebody without a seat: what it shows was decided when it was made."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    """What the members call it; never shown outside."""
    digest = models.CharField(max_length=64, unique=True)
    token = SealedField()
    """Of a link that still has to be mailed; emptied when the mail has left."""
    filters = models.JSONField(default=dict, blank=True)
    """`{"channels": [id], "campaign": id, "shows": ["text", "pictures"]}`; empty: everything."""
    guest = models.ForeignKey(
        Guest, null=True, blank=True, on_delete=models.PROTECT, related_name="views"
    )
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind=Kind.REVIEW, guest__isnull=False)
                | (~models.Q(kind=Kind.REVIEW) & models.Q(guest__isnull=True)),
                name="shared_view_has_its_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()


class SharedPost(Owned):
    """A post that a link asks to agree to."""

    view = models.ForeignKey(SharedView, on_delete=models.CASCADE, related_name="posts")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        ordering = ["place"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["view", "post"], name="shared_post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} in {self.view_id}"


class Agreement(Owned):
    """The content of a post at the moment it was approved; later versions are held against it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="agreements")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    """As `digest.content` tells it, files with their ids."""
    at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["post", "digest"], name="agreement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} of {self.post_id}"


class Cause(models.TextChoices):
    """Why somebody gets a nudge."""

    ASKED = "asked", "Asked for their word"
    ESCALATED = "escalated", "Asked because others have not answered"
    ENDED = "ended", "Nobody agreed in time"


class Nudge(Owned, Due):
    """A mail about a review: to whom, and why it came to them; it leaves once."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="nudges")
    cause = models.CharField(max_length=9, choices=Cause.choices)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    view = models.ForeignKey(SharedView, null=True, on_delete=models.CASCADE, related_name="+")
    """The link, where a guest is asked."""
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    """Who asked; nobody where the program did."""
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta, Due.Meta):
        abstract = False
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) ^ models.Q(view__isnull=False),
                name="nudge_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} about {self.post_id}"
