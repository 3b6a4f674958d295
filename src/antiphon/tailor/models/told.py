"""How a post was told differently at one time."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Owned
from antiphon.plan.models import Post


class VariantSet(Owned):
    """All variants of a post under their common fingerprint; kept so that versions compare."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variant_sets")
    shape = models.CharField(max_length=64)
    content = models.JSONField()
    """One for each variant: its channel, its audience, and what it overrides."""
    at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["post", "shape"], name="variant_set_once"),
        ]

    def __str__(self) -> str:
        return f"{self.shape[:8]} of {self.post_id}"
