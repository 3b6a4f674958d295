"""Posts that belong together."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Owned


class Campaign(Owned):
    """A purpose that several posts serve, and the tags by which web analytics know them."""

    name = models.CharField(max_length=120)
    utm_campaign = models.SlugField(max_length=100, blank=True)
    utm_medium = models.SlugField(max_length=60, default="social")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "name"], name="campaign_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
