"""Asking somebody for their word by mail."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found
from antiphon.plan.models import Cause, Nudge, Post, SharedView
from antiphon.plan.states import State
from antiphon.work import clock
from antiphon.work.sweeps import wake

SWEEP = "plan.nudges"
LONGEST_NOTE = 500


def ask(
    by: Member, post: Post | UUID | str, members: Iterable[Member | UUID | str], words: str = ""
) -> list[Nudge]:
    """Ask these members for their word on a post in review; whoever may not agree is refused."""
    permit(by, "post.write", post if isinstance(post, Post) else str(post))
    row = found(Post, by.workspace, post)
    asked = [found(Member, by.workspace, member) for member in members]
    for member in asked:
        if not may(member, "post.approve"):
            say = f"{member.person} may not agree to posts here."
            raise BadInputError(Problem(field="asked", rule="may_not", say=say))
    if row.state != State.REVIEW:
        raise NotNowError(f"This post does not wait for a word: it is {row.state}.")
    with transaction.atomic():
        made = nudge(row, asked, Cause.ASKED, by=by, words=words)
        note(by, "post.write", row, after={"asked": [str(one.pk) for one in asked]})
    return made


def nudge(
    post: Post,
    members: Sequence[Member],
    cause: Cause,
    *,
    by: Member | None = None,
    words: str = "",
) -> list[Nudge]:
    """A mail to each of them, soon; part of somebody's deed, who writes it down."""
    return _kept(
        Nudge(
            workspace=post.workspace, post=post, member=one, cause=cause, by=by, note=_short(words)
        )
        for one in members
    )


def nudge_guest(by: Member, view: SharedView, posts: Sequence[Post], words: str) -> list[Nudge]:
    """One mail to a guest about all posts of their link; kept with the first of them."""
    return _kept(
        Nudge(
            workspace=view.workspace,
            post=post,
            view=view,
            cause=Cause.ASKED,
            by=by,
            note=_short(words),
        )
        for post in posts[:1]
    )


def _kept(rows: Iterable[Nudge]) -> list[Nudge]:
    moment = clock.now()
    made = list(rows)
    for row in made:
        row.due_at = moment
    Nudge.objects.bulk_create(made)
    if made:
        wake(SWEEP)
    return made


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST_NOTE]
