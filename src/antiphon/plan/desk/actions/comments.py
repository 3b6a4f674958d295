"""Talking about a post."""

from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import wording
from antiphon.plan.desk.queries import named_in
from antiphon.plan.finding import found, named
from antiphon.plan.models import Comment, Post
from antiphon.work import clock

LONGEST = 5_000


def say(
    by: By, post: Post | UUID | str, text: str, *, about: Comment | UUID | str | None = None
) -> Comment:
    """Remark on a post as it is now, or answer a remark; `@name` calls a member by name."""
    permit(by, "post.comment", named(post))
    row = found(Post, by.workspace, post)
    text = _checked(text)
    with transaction.atomic():
        made = Comment.objects.create(
            workspace=row.workspace,
            post=row,
            version=row.version,
            about=_first(by, row, about) if about else None,
            author=by if isinstance(by, Member) else None,
            name="" if isinstance(by, Member) else by.name,
            text=text,
            mentions=named_in(row.workspace, text),
        )
        note(by, "post.comment", row, after={"comment": text})
    made.refresh_from_db(fields=["at"])
    return made


def resolve_comment(by: By, comment: Comment | UUID | str) -> Comment:
    """It is dealt with."""
    permit(by, "post.comment", named(comment))
    who = by if isinstance(by, Member) else None
    row = found(Comment, by.workspace, comment)
    if row.resolved_at:
        return row
    row.resolved_at, row.resolved_by = clock.now(), who
    return _marked(by, row)


def reopen_comment(by: By, comment: Comment | UUID | str) -> Comment:
    """It is not dealt with after all."""
    permit(by, "post.comment", named(comment))
    row = found(Comment, by.workspace, comment)
    row.resolved_at, row.resolved_by = None, None
    return _marked(by, row)


def _marked(by: By, row: Comment) -> Comment:
    with transaction.atomic():
        row.save(update_fields=["resolved_at", "resolved_by"])
        note(by, "post.comment", row, after={"resolved": bool(row.resolved_at)})
    return row


def _first(by: By, post: Post, about: Comment | UUID | str) -> Comment:
    """The remark that a thread begins with; of another post there is none."""
    row = found(Comment, by.workspace, about)
    if row.post_id != post.pk:
        given = "That remark is about another post."
        raise BadInputError(Problem(field="about", rule="other_post", say=given))
    return row.about or row


def _checked(text: str) -> str:
    text = text.strip()
    wording.check({"text": text})
    if is_blank(text) or len(text) > LONGEST:
        told = f"A comment has 1 to {LONGEST} characters, not {len(text)}."
        raise BadInputError(
            Problem(field="text", rule="length", actual=len(text), limit=LONGEST, say=told)
        )
    return text
