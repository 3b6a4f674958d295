"""What is remembered of a program's calls: answers given under a name, and how many they were."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models.sealing import SealedField
from antiphon.people.models.workspace import Member, Owned


class KeptAnswer(Owned):
    """What was answered to a command that came with a name; the same again gets the same."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    """Of what was asked for; something else under the same name is refused."""
    status = models.PositiveSmallIntegerField(null=True)
    """Null while it is being done."""
    headers = models.JSONField(default=dict)
    body = SealedField()
    """An answer may hold what is shown only once."""
    began_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "member", "key"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status or 'not yet'}"


class CallMeter(models.Model):
    """How many calls came through an API key in its present window."""

    prefix = models.CharField(max_length=16, primary_key=True)
    """Of the key."""
    began_at = models.DateTimeField()
    calls = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.prefix}…: {self.calls}"
