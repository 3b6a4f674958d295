"""One telling on its way to one channel at one time."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antiphon.channels.models import Channel
from antiphon.kernel.machine import LostRaceError
from antiphon.people.models import Member, Owned
from antiphon.plan.models import Post
from antiphon.publish.models.shift import Shift
from antiphon.publish.states import FOR_A_PERSON, MOVES, SETTLED, TIMED, State
from antiphon.tailor.models import Audience, TrackedLink


class Publication(Owned):
    """The unit that is live, unsure or refused; everything about it is provable afterwards."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="publications")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="publications")
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(
        TrackedLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=40)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    state = models.CharField(max_length=10, default=State.WAITING)
    due_at = models.DateTimeField(null=True)
    """When something is to be done next; null when nothing is."""

    wall = models.DateTimeField(null=True)
    """The wall time as typed, kept as if it were UTC; with zone and fold."""
    zone = models.CharField(max_length=64, blank=True)
    fold = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    floating = models.BooleanField(default=False)
    """Moves up in the queue; a pinned one keeps its hour."""

    by_hand = models.BooleanField(default=False, db_default=False)
    """At its hour a person gets everything prepared, and finishes it in the network's own app."""
    may_be_late = models.BooleanField(default=False)
    """Whether somebody decided that it goes out although its hour has passed."""

    steps = models.JSONField()
    """The parcels as approved: parts of a thread, then a first comment."""
    digest = models.CharField(max_length=64)
    """SHA-256 over the steps, files by their own digests."""
    price = models.PositiveIntegerField(default=0)
    """What sending costs, in thousandths of a US dollar, as the network's price list says."""
    progress = models.JSONField(default=list)
    """For each step what has been brought and what was received."""
    at_step = models.PositiveSmallIntegerField(default=0)

    shift = models.ForeignKey(
        Shift, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    lease = models.BigIntegerField(default=0)
    """Counts claims; a decision quotes the one under which it was made."""
    verb = models.CharField(max_length=10, blank=True)
    """What the present step asks: prepare or publish."""
    tries = models.PositiveIntegerField(default=0)
    """Attempts so far, of every kind."""
    failures = models.PositiveSmallIntegerField(default=0)
    """Failed sendings of the present step."""
    crashes = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    """Successful looks of the present doubt."""
    first_sent_at = models.DateTimeField(null=True)
    """When the first request of the present step may have left."""
    doubted_at = models.DateTimeField(null=True)
    may_be_out = models.BooleanField(default=False, db_default=False)
    """The database was rewound or copied: any step from here on may be out already (P18)."""

    remedy = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    remote_id = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    seen = models.JSONField(null=True)
    """The read-back: what the network shows, and how it differs from what was approved."""
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=[*State]), name="publication_state_is_known"
            ),
            # Never lost (P3): waiting with a next time, held by a shift, or nobody's turn.
            models.CheckConstraint(
                condition=(
                    Q(state__in=[*TIMED], due_at__isnull=False, shift=None)
                    | Q(state=State.SENDING, shift__isnull=False)
                    | Q(
                        state__in=[*FOR_A_PERSON, *SETTLED, State.HELD],
                        due_at=None,
                        shift=None,
                    )
                ),
                name="publication_is_never_lost",
            ),
        ]
        indexes = [
            models.Index(
                fields=["network", "workspace", "due_at", "id"],
                condition=Q(state=State.WAITING),
                name="publication_due",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[State.UNSURE, State.ACCEPTED]),
                name="publication_to_ask",
            ),
            models.Index(
                fields=["channel"], condition=Q(state=State.SENDING), name="publication_sending"
            ),
            models.Index(
                fields=["shift"], condition=Q(state=State.SENDING), name="publication_of_shift"
            ),
            models.Index(
                fields=["channel"], condition=Q(state=State.HELD), name="publication_held"
            ),
            models.Index(fields=["workspace", "planned_at"], name="publication_calendar"),
            # Every page counts these; a workspace with a long past has few of them.
            models.Index(
                fields=["workspace"],
                condition=Q(state__in=FOR_A_PERSON),
                name="publication_for_a_person",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(state=State.LIVE, seen__isnull=True),
                name="publication_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def move(self, new: State, **facts: Any) -> None:
        """Change the state, and the facts that come with it, in one statement; or lose the race."""
        MOVES.check(State(self.state), new)
        as_i_know_it = type(self).objects.filter(pk=self.pk, state=self.state, lease=self.lease)
        if not as_i_know_it.update(state=new, **facts):
            raise LostRaceError("Somebody or something else moved this publication just now.")
        self.state = new
        for name, value in facts.items():
            setattr(self, name, value)

    @property
    def is_handed_over(self) -> bool:
        """Whether a person has it in hand: nothing of ours was sent, so nothing is in doubt."""
        return self.by_hand and self.state == State.ASKING

    @property
    def is_partly_out(self) -> bool:
        """Whether a part of it can be seen already."""
        return self.at_step > 0 and self.state not in SETTLED
