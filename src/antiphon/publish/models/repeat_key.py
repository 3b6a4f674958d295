"""What keeps a repeated command from being a second one."""

from django.db import models
from django.db.models.functions import Now

from antiphon.people.models import Owned


class RepeatKey(Owned):
    """A key under which something was scheduled once; the same key again gives the same answer."""

    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    """Of what was asked for; another body under the same key is refused."""
    publications = models.JSONField(default=list)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "key"], name="repeat_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
