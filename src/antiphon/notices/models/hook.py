"""An address that is told, and what it is told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antiphon.notices.states import DeliveryState, HookState
from antiphon.people.models import Member, Owned, SealedField
from antiphon.work.models import Due


class Hook(Owned, Due):
    """Told of everything of its kinds, each once and in order, signed with a secret of its own."""

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=2000)
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Empty: every kind."""
    state = models.CharField(max_length=8, choices=HookState.choices, default=HookState.ON)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    """Who answers for it; it is told nothing any more when they may not read this any more."""

    secret = SealedField()
    former_secret = SealedField()
    former_until = models.DateTimeField(null=True, blank=True)
    """Until then what is sent is signed with both."""

    read_tx = models.BigIntegerField(default=0)
    read_id = models.BigIntegerField(default=0)
    """How far it has read what happens."""
    last = models.BigIntegerField(default=0)
    """The number of its youngest delivery."""
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [*Owned.Meta.constraints]
        indexes = [
            models.Index(fields=["due_at"], name="hook_due", condition=Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(Owned):
    """One thing that one address is told; the same again has the same id."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.BigIntegerField()
    """Its place in the order of its hook."""
    kind = models.CharField(max_length=60)
    subject = models.UUIDField(null=True, blank=True)
    happened_at = models.DateTimeField()
    body = models.TextField()
    """As it is signed and sent."""
    state = models.CharField(
        max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.JSONField(default=list)
    """`{"at", "word", "status", "ms"}` of each, the youngest last; never what was answered."""
    made_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["hook", "number"], name="delivery_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["hook", "number"],
                name="delivery_waiting",
                condition=Q(state=DeliveryState.WAITING),
            ),
            models.Index(fields=["made_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"
