"""Labels: naming them, and putting them on posts."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan.desk import naming
from antiphon.plan.finding import found, named
from antiphon.plan.models import Label, Post, PostLabel

LONGEST = 60


def make_label(by: By, name: str, *, tint: int = 1) -> Label:
    """Name a label; a name that is taken is refused."""
    permit(by, "label.write")
    return _stored(by, Label(workspace=by.workspace), name=name, tint=tint)


def change_label(
    by: By, label: Label | UUID | str, *, name: str | None = None, tint: int | None = None
) -> Label:
    """Call it otherwise, or give it another colour; it stays on its posts."""
    permit(by, "label.write", named(label))
    row = found(Label, by.workspace, label)
    return _stored(
        by, row, name=row.name if name is None else name, tint=row.tint if tint is None else tint
    )


def label_posts(
    by: By, label: Label | UUID | str, posts: Iterable[Post | UUID | str]
) -> list[UUID]:
    """Put it on these posts; which of them it was not on before."""
    permit(by, "label.write", named(label))
    row = found(Label, by.workspace, label)
    ids = [found(Post, by.workspace, post).pk for post in posts]
    with transaction.atomic():
        on_it = set(PostLabel.objects.filter(label=row).values_list("post_id", flat=True))
        fresh = [id for id in dict.fromkeys(ids) if id not in on_it]
        PostLabel.objects.bulk_create(
            [PostLabel(workspace=row.workspace, label=row, post_id=id) for id in fresh],
            ignore_conflicts=True,
        )
        note(by, "label.write", row, after={"put on": [str(id) for id in fresh]})
    return fresh


def unlabel_posts(
    by: By, label: Label | UUID | str, posts: Iterable[Post | UUID | str]
) -> list[UUID]:
    """Take it off these posts; off which of them it was taken."""
    permit(by, "label.write", named(label))
    row = found(Label, by.workspace, label)
    ids = [found(Post, by.workspace, post).pk for post in posts]
    with transaction.atomic():
        mine = PostLabel.objects.filter(label=row, post__in=ids)
        gone = list(mine.values_list("post_id", flat=True))
        mine.delete()
        note(by, "label.write", row, after={"taken off": [str(id) for id in gone]})
    return gone


def _stored(by: By, row: Label, *, name: str, tint: int) -> Label:
    row.name = naming.checked(name, longest=LONGEST, noun="label")
    row.tint = naming.tint(tint)
    try:
        with transaction.atomic():
            row.save()
            note(by, "label.write", row, after={"name": row.name, "tint": row.tint})
    except IntegrityError:
        raise naming.taken(row.name, noun="label") from None
    return row
