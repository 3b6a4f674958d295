"""What happens by itself to a post that waits for a word: others are asked, it goes back, mails."""

from datetime import timedelta

import structlog
from django.db import transaction

from antiphon.people import queries as people
from antiphon.people.actions import note
from antiphon.people.models import Member
from antiphon.people.policy import Engine, may
from antiphon.plan import queries as plans
from antiphon.plan.models import Cause, Nudge, Post
from antiphon.plan.outside import mail, queries
from antiphon.plan.outside.actions.asking import nudge
from antiphon.plan.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

BATCH = 50
HOLD = timedelta(minutes=5)
MOST_TRIES = 8

log = structlog.get_logger(__name__)


def escalate() -> int:
    """Ask everybody else who may agree, where those who were asked have not answered in time."""
    late = Post.objects.filter(state=State.REVIEW, escalate_at__lte=ClockTimestamp())
    moved = 0
    with transaction.atomic():
        for post in late.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
            others = _others(post)
            nudge(post, others, Cause.ESCALATED)
            Post.objects.filter(pk=post.pk).update(escalate_at=None)
            by = Engine(post.workspace, "escalation")
            note(by, "post.write", post, after={"asked": [str(one.pk) for one in others]})
            moved += 1
    return moved


def end_reviews() -> int:
    """Give posts back to their authors whose time for agreement has passed."""
    late = Post.objects.filter(state=State.REVIEW, review_until__lte=ClockTimestamp())
    moved = 0
    with transaction.atomic():
        for post in late.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
            post.move(State.DRAFT, review_until=None, escalate_at=None)
            if (author := post.author) and author.is_here:
                nudge(post, [author], Cause.ENDED)
            by = Engine(post.workspace, "review-ends")
            note(by, "post.write", post, after={"state": State.DRAFT, "ended": True})
            moved += 1
    return moved


def tell_nudges() -> int:
    """Mail what is due, each once; what cannot leave is tried again with growing pauses."""
    rows = Nudge.claim(BATCH, HOLD)
    for row in rows:
        _tell(row)
    return len(rows)


def _tell(row: Nudge) -> None:
    try:
        left = mail.send(row)
    except OSError as error:  # smtplib's errors among them
        again = row.tries + 1 < MOST_TRIES
        log.warning("mail did not leave", nudge=str(row.pk), failure=type(error).__name__)
        pause = timedelta(minutes=2**row.tries)
        row.settle(tries=row.tries + 1, due_at=clock.now() + pause if again else None)
        return
    row.settle(due_at=None, told_at=clock.now() if left else None)


def _others(post: Post) -> list[Member]:
    done = queries.heard_or_asked(post) | plans.own_hands(post)
    here = people.members(post.workspace)
    return [one for one in here if one.pk not in done and may(one, "post.approve")]
