"""Asking for agreement, giving it, refusing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.models import Guest
from antiphon.people.policy import By, Engine, Refused
from antiphon.plan import digest, queries
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.finding import found
from antiphon.plan.models import Agreement, Post, Review, SharedPost, Verdict
from antiphon.plan.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

WORD_LASTS = timedelta(days=30)
"""How long a reviewer's word counts unless they say otherwise: a judgement of ours."""


ESCALATES_AFTER = 2 / 3
"""Of the time for agreement; then others are asked as well. A judgement of ours."""


def submit(by: By, post: Post | UUID | str, *, until: datetime | None = None) -> Post:
    """Say that it is ready: it waits for its reviewers, or is approved where nobody must agree.

    With `until` its reviewers have time up to then; without, as long as was said before.
    """
    permit(by, "post.write", post if isinstance(post, Post) else str(post))
    id = found(Post, by.workspace, post).pk
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        if current.state != State.DRAFT:
            raise NotNowError(f"Only a draft can be handed in; this post is {current.state}.")
        _refuse_empty(current)
        if queries.is_enough(current):
            _approved(current)
        else:
            current.move(State.REVIEW, **_time_for(current, until))
        note(by, "post.write", current, after={"state": current.state})
    return current


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says to a post, and the digest of what they saw, if that is known."""

    verdict: Verdict
    note: str = ""
    ends_at: datetime | None = None
    seen: str = ""


def approve(
    by: By,
    post: Post | UUID | str,
    note: str = "",
    *,
    ends_at: datetime | None = None,
    seen: str = "",
) -> Post:
    """Agree to the post as it is now; with the last word that was needed it may go out.

    With `seen`, the digest of what they looked at, another version is not agreed to.
    """
    return _say(by, post, Word(Verdict.AGREES, note, ends_at, seen))


def refuse(by: By, post: Post | UUID | str, note: str, *, seen: str = "") -> Post:
    """Send it back to its author, and say why."""
    if is_blank(note):
        say = "Say what should change, so that its author knows."
        raise BadInputError(Problem(field="note", rule="empty", say=say))
    return _say(by, post, Word(Verdict.REFUSES, note, seen=seen))


def _say(by: By, post: Post | UUID | str, word: Word) -> Post:
    permit(by, "post.approve", post if isinstance(post, Post) else str(post))
    row = found(Post, by.workspace, post)
    whose = _a_person(by, row, word.verdict)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=row.pk)
        if current.state != State.REVIEW:
            raise NotNowError(f"This post does not wait for a word: it is {current.state}.")
        if word.seen and word.seen != digest.of(current):
            raise StaleEditError("The post has changed since you opened it. Look at it again.")
        Review.objects.update_or_create(
            post=current,
            **whose,
            digest=digest.of(current),
            defaults={
                "workspace": current.workspace,
                "verdict": word.verdict,
                "note": word.note,
                "at": (at := clock.now()),
                "ends_at": word.ends_at or at + WORD_LASTS,
            },
        )
        if word.verdict is Verdict.REFUSES:
            current.move(State.DRAFT, review_until=None, escalate_at=None)
        elif queries.is_enough(current):
            _approved(current)
        told = {"verdict": word.verdict, "digest": digest.of(current)}
        note(by, "post.approve", current, after=told)
    return current


def _a_person(by: By, post: Post, verdict: Verdict) -> dict[str, Any]:
    """Whose word it is; a program's does not count, nor one's own for one's own work."""
    if isinstance(by, Engine):
        raise Refused("Only a person can agree to a post.")
    if isinstance(by, Guest):
        _refuse_unasked(by, post)
        return {"member": None, "guest": by}
    if verdict is Verdict.AGREES and by.pk in queries.own_hands(post):
        note(by, "post.approve", post, after={"refused": True})
        raise Refused("Nobody approves what they wrote or edited themselves: ask somebody else.")
    return {"member": by, "guest": None}


def _refuse_unasked(guest: Guest, post: Post) -> None:
    """A guest speaks about posts of an open link of theirs, and about no other."""
    asked = SharedPost.objects.filter(
        post=post,
        view__guest=guest,
        view__revoked_at=None,
        view__ends_at__gt=ClockTimestamp(),
    )
    if not asked.exists():
        note(guest, "post.approve", post, after={"refused": True})
        raise Refused("You were not asked about this post.")


def _time_for(post: Post, until: datetime | None) -> dict[str, datetime | None]:
    moment, kept = clock.now(), post.review_until
    if until and until <= moment:
        say = "The time for agreement has passed already. Choose a later one."
        raise BadInputError(Problem(field="until", rule="past", actual=until.isoformat(), say=say))
    wanted = until or (kept if kept and kept > moment else None)
    later = moment + (wanted - moment) * ESCALATES_AFTER if wanted else None
    return {"review_until": wanted, "escalate_at": later}


def _approved(post: Post) -> None:
    """Approve it, and keep what it was, so that a later version can be held against it."""
    content, fingerprint = digest.content(post), digest.of(post)
    Agreement.objects.update_or_create(
        post=post,
        digest=fingerprint,
        defaults={"workspace": post.workspace, "content": content, "at": clock.now()},
    )
    post.move(State.APPROVED, approved_digest=fingerprint, review_until=None, escalate_at=None)


def _refuse_empty(post: Post) -> None:
    says_something = not is_blank(post.text) or post.poll or post.shape
    if not says_something and not post.files.exists():
        say = "There is nothing to tell yet: write something or add a picture."
        raise BadInputError(Problem(field="text", rule="empty", say=say))
