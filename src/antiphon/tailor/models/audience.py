"""Whom something is said to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Owned


def _words(length: int) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Audience(Owned):
    """A named predicate over people; what is empty asks nothing, what is given must hold."""

    name = models.CharField(max_length=80)
    countries = _words(2)
    regions = _words(120)
    cities = _words(120)
    climates = _words(8)
    """hot, mild, cold, wet, dry: of the month, at the place."""
    live = models.BooleanField(default=False)
    """Whether the weather of the day counts instead of the climate of the month."""
    languages = _words(35)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    genders = _words(20)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "name"], name="audience_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
