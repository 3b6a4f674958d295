"""A post that returns."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.people.models import Member, Owned
from antiphon.plan.models.post import Post
from antiphon.plan.states import Series as Life


class Unit(models.TextChoices):
    """What a series counts in."""

    DAY = "day", "Days"
    WEEK = "week", "Weeks"
    MONTH = "month", "Months"


class Series(Owned):
    """When a post comes again: by a rule of days at one hour of a wall, or as the queue has room.

    Each return is a new post, a copy of the `post` as it then is; the post itself never goes out.
    """

    name = models.CharField(max_length=120)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="series")
    state = models.CharField(max_length=8, default=Life.RUNNING)
    reason = models.CharField(max_length=500, blank=True)
    """Why it stands still, where the program stopped it."""
    every = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.WEEK)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """0 is Monday; for weeks. None: the weekday of its beginning."""
    at = models.TimeField()
    zone = models.CharField(max_length=64)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    """How often at most."""
    ahead = models.PositiveSmallIntegerField(default=14)
    """So many days before its hour a return is made, so that people see it and may agree."""
    queue = models.BooleanField(default=False)
    """Evergreen: at each channel's next free slot from its day on, instead of at the hour."""
    apart = models.PositiveSmallIntegerField(default=0)
    """At least so many days between two returns, whatever the rule says."""
    made = models.PositiveIntegerField(default=0)
    """Returns so far; the next one's number is one more."""
    next_at = models.DateTimeField(null=True, blank=True)
    """The instant of the next return; none when nothing follows."""
    due_at = models.DateTimeField(null=True, blank=True)
    """When the next return is to be made."""
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    """In whose name returns are planned."""
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=[*Life]), name="series_state_is_known"),
            models.CheckConstraint(condition=Q(every__gte=1), name="series_goes_on"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=Life.RUNNING), name="series_due")
        ]

    def __str__(self) -> str:
        return self.name


class SeriesChannel(Owned):
    """A channel on which a series returns."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="channels")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["series", "channel"], name="series_channel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} on {self.channel_id}"


class Occurrence(Owned):
    """One return of a series: its number, its day, and the post that it became."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="occurrences")
    number = models.PositiveIntegerField()
    wall = models.DateTimeField()
    """The wall time of the rule, kept as if it were UTC."""
    post = models.OneToOneField(
        Post, null=True, on_delete=models.PROTECT, related_name="occurrence"
    )
    """None where it was left out; why, stands beside it."""
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        ordering = ["number"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["series", "number"], name="occurrence_number_once"),
            models.UniqueConstraint(fields=["series", "wall"], name="occurrence_wall_once"),
        ]

    def __str__(self) -> str:
        return f"number {self.number} of {self.series_id}"
