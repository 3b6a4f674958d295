"""A word by which posts are found again."""

from django.db import models
from django.db.models.functions import Lower, Now

from antiphon.people.models import Owned
from antiphon.plan.models.post import Post

TINTS = 12
"""So many colours tell things apart; the theme draws them, this is only their number."""


class Label(Owned):
    """A name and a colour for posts of one kind."""

    name = models.CharField(max_length=60)
    tint = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(db_default=Now())
    posts = models.ManyToManyField(Post, through="PostLabel", related_name="labels")

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint("workspace", Lower("name"), name="label_name_once"),
            models.CheckConstraint(
                condition=models.Q(tint__gte=1, tint__lte=TINTS), name="label_tint_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostLabel(Owned):
    """A label on a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["label", "post"], name="post_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.post_id}"
