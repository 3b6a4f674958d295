"""What becomes of a post's edits: kept so that they can be taken back, and not one for each key."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, F, Func, JSONField, OuterRef, Value

from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan.models import Comment, Post, Review, Revision
from antiphon.plan.states import State
from antiphon.work.clock import ClockTimestamp

FOLDED_FOR = timedelta(minutes=10)
"""So long the edits of one person are one: nobody wants a version for each pause in typing."""

_NAMES = ArrayField(CharField(max_length=40))


def keep(by: By, post: Post, before: dict[str, Any], *, apart: bool = False) -> None:
    """Remember an edit that made the post's version, and how what it touched was before.

    Edits of one person within minutes are one, unless somebody judged or remarked between them,
    or they are to stand apart.
    """
    member = by if isinstance(by, Member) else None
    if apart or member is None or post.state != State.DRAFT or not _fold(member, post, before):
        Revision.objects.create(
            workspace=post.workspace,
            post=post,
            version=post.version,
            member=member,
            changed=[*before],
            before=before,
        )


def _fold(member: Member, post: Post, before: dict[str, Any]) -> bool:
    """Add to the last edit, if it is theirs and still warm; how it began stays as it was kept."""
    mine = Revision.objects.filter(
        post=post, version=post.version - 1, member=member, at__gt=ClockTimestamp() - FOLDED_FOR
    )
    since = {"post": OuterRef("post"), "at__gt": OuterRef("at")}
    alone = mine.exclude(Exists(Review.objects.filter(**since))).exclude(
        Exists(Comment.objects.filter(**since))
    )
    names = Func(
        F("changed"),
        Value([*before], output_field=_NAMES),
        template="array(select distinct unnest(%(expressions)s))",
        arg_joiner=" || ",
        output_field=_NAMES,
    )
    first = Func(
        Value(before, output_field=JSONField()),
        F("before"),
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=JSONField(),
    )
    return bool(alone.update(version=post.version, changed=names, before=first))
