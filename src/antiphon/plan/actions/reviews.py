"""Asking for agreement, giving it, refusing it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By, Refused
from antiphon.plan import digest, queries
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found
from antiphon.plan.models import Post, Review, Verdict
from antiphon.plan.states import State
from antiphon.work import clock

WORD_LASTS = timedelta(days=30)
"""How long a reviewer's word counts unless they say otherwise: a judgement of ours."""


def submit(by: By, post: Post | UUID | str) -> Post:
    """Say that it is ready: it waits for its reviewers, or is approved where nobody must agree."""
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
            current.move(State.REVIEW)
        note(by, "post.write", current, after={"state": current.state})
    return current


def approve(
    by: By, post: Post | UUID | str, note: str = "", *, ends_at: datetime | None = None
) -> Post:
    """Agree to the post as it is now; with the last word that was needed it may go out."""
    return _say(by, post, Verdict.AGREES, note, ends_at)


def refuse(by: By, post: Post | UUID | str, note: str) -> Post:
    """Send it back to its author, and say why."""
    if is_blank(note):
        say = "Say what should change, so that its author knows."
        raise BadInputError(Problem(field="note", rule="empty", say=say))
    return _say(by, post, Verdict.REFUSES, note, None)


def _say(
    by: By, post: Post | UUID | str, verdict: Verdict, words: str, ends_at: datetime | None
) -> Post:
    permit(by, "post.approve", post if isinstance(post, Post) else str(post))
    row = found(Post, by.workspace, post)
    member = _a_person(by, row, verdict)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=row.pk)
        if current.state != State.REVIEW:
            raise NotNowError(f"This post does not wait for a word: it is {current.state}.")
        Review.objects.update_or_create(
            post=current,
            member=member,
            digest=digest.of(current),
            defaults={
                "workspace": current.workspace,
                "verdict": verdict,
                "note": words,
                "at": (at := clock.now()),
                "ends_at": ends_at or at + WORD_LASTS,
            },
        )
        if verdict is Verdict.REFUSES:
            current.move(State.DRAFT)
        elif queries.is_enough(current):
            _approved(current)
        note(by, "post.approve", current, after={"verdict": verdict, "digest": digest.of(current)})
    return current


def _a_person(by: By, post: Post, verdict: Verdict) -> Member:
    """Whose word it is; a program's does not count, nor one's own for one's own work."""
    if not isinstance(by, Member):
        raise Refused("Only a person can agree to a post.")
    if verdict is Verdict.AGREES and by.pk in queries.own_hands(post):
        note(by, "post.approve", post, after={"refused": True})
        raise Refused("Nobody approves what they wrote or edited themselves: ask somebody else.")
    return by


def _approved(post: Post) -> None:
    post.move(State.APPROVED, approved_digest=digest.of(post))


def _refuse_empty(post: Post) -> None:
    says_something = not is_blank(post.text) or post.poll or post.shape
    if not says_something and not post.files.exists():
        say = "There is nothing to tell yet: write something or add a picture."
        raise BadInputError(Problem(field="text", rule="empty", say=say))
