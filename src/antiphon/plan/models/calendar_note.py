"""What people write on days of the calendar."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Member, Owned
from antiphon.plan.models.label import TINTS


class Note(Owned):
    """A remark on a day, or on several in a row; nothing goes out because of it."""

    begins_on = models.DateField()
    ends_on = models.DateField()
    """The last day that it stands on; for one day the same."""
    text = models.CharField(max_length=500)
    tint = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="note_days_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(tint__gte=1, tint__lte=TINTS), name="note_tint_is_one"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "begins_on"], name="note_by_day")]

    def __str__(self) -> str:
        return self.text[:60]
