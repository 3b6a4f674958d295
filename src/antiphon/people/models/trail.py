"""The audit trail: one line for each thing that was done, chained per workspace."""

from django.db import models

from antiphon.kernel.ids import uuid7
from antiphon.people.models.workspace import Workspace


class TrailHead(models.Model):
    """The last line of a workspace's trail; who writes the next one holds this row."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.number}"


class TrailLine(models.Model):
    """What was done, by whom, to what; the database refuses to change or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=200)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True)
    request = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="trail_number_once")
        ]
        indexes = [models.Index(fields=["workspace", "object", "number"], name="trail_by_object")]

    def __str__(self) -> str:
        return f"{self.number} {self.who} {self.action} {self.object}"
