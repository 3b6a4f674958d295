"""What we want to say, once, whatever the network."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from antiphon.kernel.machine import LostRaceError
from antiphon.media.models import Asset
from antiphon.people.models import Member, Owned
from antiphon.plan.models.campaign import Campaign
from antiphon.plan.states import MOVES, State


class Post(Owned):
    """A message before anybody tells it: text, files, a link, a poll, and whose word it is."""

    state = models.CharField(max_length=10, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Counts edits; who saves an older one is told who changed what."""
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    comment = models.TextField(blank=True)
    """The first comment, where a network has one."""
    poll = models.JSONField(null=True, blank=True)
    """`{"choices": [...], "hours": 24, "multiple": false, "question": ""}`."""
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    options = models.JSONField(default=dict, blank=True)
    """By network key, then option key."""
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=64, blank=True)
    """Fingerprint of how it is told differently here and there; `tailor` hands it in."""
    approved_digest = models.CharField(max_length=64, blank=True)
    """Of everything that was agreed on; an edit empties it."""
    review_until = models.DateTimeField(null=True, blank=True)
    """Whoever must agree does so by then; afterwards it goes back to its author."""
    escalate_at = models.DateTimeField(null=True, blank=True)
    """When others are asked as well, unless enough have agreed; emptied when they were."""
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=[*State]), name="post_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    def move(self, new: State, **facts: Any) -> None:
        """Change the state, and the facts that come with it, in one statement; or lose the race."""
        MOVES.check(State(self.state), new)
        as_i_know_it = type(self).objects.filter(pk=self.pk, state=self.state, version=self.version)
        if not as_i_know_it.update(state=new, **facts):
            raise LostRaceError("Somebody else changed this post just now.")
        self.state = new
        for name, value in facts.items():
            setattr(self, name, value)


class PostAsset(Owned):
    """A file in a post, in its place, described for who cannot see it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="files")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    alt = models.TextField(blank=True)
    """Empty: the asset's own."""

    class Meta(Owned.Meta):
        ordering = ["place"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["post", "place"], name="post_asset_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.post_id}"
