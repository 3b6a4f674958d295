"""A table of posts on its way in."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned
from antiphon.plan.models import Post
from antiphon.work.models import Due


class SheetState(models.TextChoices):
    """How far a table has come."""

    READING = "reading", "Being read"
    READ = "read", "Waits for your word"
    CONFIRMED = "confirmed", "Being taken in"
    DONE = "done", "Taken in"
    STOPPED = "stopped", "Stopped"


class RowState(models.TextChoices):
    """What became of a row."""

    NEW = "new", "Not judged yet"
    GOOD = "good", "Can be taken in"
    BAD = "bad", "Cannot be taken in as it is"
    MADE = "made", "Taken in"


class Import(Owned, Due):
    """A table that somebody gave us: first judged row by row, then, if they agree, taken in."""

    name = models.CharField(max_length=200)
    """As the file was called; shown escaped, never used as a path."""
    state = models.CharField(max_length=10, default=SheetState.READING)
    reason = models.CharField(max_length=500, blank=True)
    """Why it stopped, where something stopped it."""
    zone = models.CharField(max_length=64)
    """Of times that name none."""
    month_first = models.BooleanField(null=True)
    """Whether 3/4 is 4 March; none: whatever the dates of the file allow."""
    channels = models.JSONField(default=list)
    """Ids of the channels of rows that name none; empty: all channels."""
    encoding = models.CharField(max_length=20, blank=True)
    headings = models.JSONField(default=list)
    """Each column: as it is called in the file, and what we take it for."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    """In whose name it is read and taken in."""
    made_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta, Due.Meta):
        abstract = False
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=SheetState.values), name="import_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(Owned):
    """One row of the table: what stands in it, what is wrong with it, and what became of it."""

    sheet = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    """By our names of the columns."""
    digest = models.CharField(max_length=64, blank=True)
    """Of what it says, where and when; the same again is not taken in twice."""
    state = models.CharField(max_length=8, default=RowState.NEW)
    problems = models.JSONField(default=list)
    due = models.DateTimeField(null=True)
    """When it would go out."""
    told = models.JSONField(default=list)
    """What it would become: for each publication its channel and its hour."""
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["line"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["sheet", "line"], name="import_row_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=RowState.values), name="import_row_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["sheet", "state", "line"], name="import_row_next"),
            models.Index(
                fields=["workspace", "digest"],
                condition=models.Q(state=RowState.MADE),
                name="import_row_made",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of {self.sheet_id}"
