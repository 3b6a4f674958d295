"""What is kept to be used again: templates and groups of hashtags."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from antiphon.people.models import Member, Owned


class Template(Owned):
    """A post as it was at one time, to begin others from."""

    name = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    """The parts of the post; files by their ids."""
    variants = models.JSONField(default=list)
    """How it is told otherwise; the next stage writes and reads them."""
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint("workspace", Lower("name"), name="template_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class HashtagGroup(Owned):
    """Hashtags that go together, under one name."""

    name = models.CharField(max_length=60)
    tags = ArrayField(models.CharField(max_length=100), default=list)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint("workspace", Lower("name"), name="hashtag_group_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
