"""A workspace, who works in it, and what it means to belong to it."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from antiphon.kernel.ids import uuid7
from antiphon.people.models.person import Person


class LatePolicy(models.TextChoices):
    """What happens to a publication that missed its hour by more than the grace."""

    LATE = "late", "Send it late"
    SKIP = "skip", "Skip it"
    ASK = "ask", "Ask a person"


class Approval(models.TextChoices):
    """How many must agree before a post may go out."""

    NONE = "none", "Nobody"
    ONE = "one", "One approver"
    SEVERAL = "several", "Several approvers"


class WeekStart(models.IntegerChoices):
    """The day with which a week begins on a page; 0 is Monday."""

    MONDAY = 0, _("Monday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Role(models.TextChoices):
    """What somebody is in a workspace; `policy` says what each may do."""

    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    EDITOR = "editor", "Editor"
    APPROVER = "approver", "Approver"
    ANALYST = "analyst", "Analyst"
    CLIENT = "client", "Client"


class Workspace(models.Model):
    """One brand or client; every row belongs to exactly one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    """Of its pages for whoever chose none; empty: what their browser asks for."""
    week_start = models.PositiveSmallIntegerField(choices=WeekStart.choices, null=True, blank=True)
    """None: as in the country of its clock."""
    grace = models.DurationField(default=timedelta(hours=1))
    late_policy = models.CharField(max_length=8, choices=LatePolicy.choices, default=LatePolicy.ASK)
    strict_duplicates = models.BooleanField(default=False)
    approval = models.CharField(max_length=8, choices=Approval.choices, default=Approval.NONE)
    approvals_needed = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """A row of one workspace.

    A class with a `Meta` of its own inherits from `Owned.Meta` and adds to its `constraints`.
    Where it points at another owned row its migration adds `walls.same_workspace(…)`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["id", "workspace"], name="%(app_label)s_%(class)s_in_workspace"
            )
        ]


class Member(Owned):
    """A person in a workspace, in one role; who left stays on record and may nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    joined_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True, blank=True)

    # Set when somebody acts through an API key: what the key may do at most. Not stored.
    scopes: frozenset[str] | None = None
    key_prefix: str = ""

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "person"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"

    @property
    def is_here(self) -> bool:
        """Whether they still belong to the workspace and may sign in at all."""
        return self.left_at is None and self.person.is_active

    def move(self, **facts: Any) -> None:
        """Change the role, or leave."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=[*facts])
