"""Groups of hashtags."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import tags as tags_in
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import wording
from antiphon.plan.desk import naming
from antiphon.plan.finding import found, named
from antiphon.plan.models import HashtagGroup

LONGEST = 60


def make_hashtags(by: By, name: str, tags: Iterable[str]) -> HashtagGroup:
    """Keep hashtags under a name; with or without their sign, each once."""
    permit(by, "hashtags.write")
    return _stored(by, HashtagGroup(workspace=by.workspace), name, tags)


def change_hashtags(
    by: By,
    group: HashtagGroup | UUID | str,
    *,
    name: str | None = None,
    tags: Iterable[str] | None = None,
) -> HashtagGroup:
    """Call the group otherwise, or put others into it; posts that used it keep theirs."""
    permit(by, "hashtags.write", named(group))
    row = found(HashtagGroup, by.workspace, group)
    return _stored(by, row, row.name if name is None else name, row.tags if tags is None else tags)


def _stored(by: By, row: HashtagGroup, name: str, tags: Iterable[str]) -> HashtagGroup:
    row.name = naming.checked(name, longest=LONGEST, noun="hashtag group")
    row.tags = _checked(tags)
    try:
        with transaction.atomic():
            row.save()
            note(by, "hashtags.write", row, after={"name": row.name, "tags": row.tags})
    except IntegrityError:
        raise naming.taken(row.name, noun="hashtag group") from None
    return row


def _checked(tags: Iterable[str]) -> list[str]:
    bare = [tag.strip().lstrip("#＃") for tag in tags]
    kept = list({tag.casefold(): tag for tag in bare if tag}.values())
    wording.check({"tags": kept})
    if not kept:
        say = "A group needs at least one hashtag."
        raise BadInputError(Problem(field="tags", rule="empty", say=say))
    for place, tag in enumerate(kept):
        if tags_in(f"#{tag}") != [tag]:
            say = f"“{tag[:40]}” is no hashtag: letters, digits and _ only, and not digits alone."
            raise BadInputError(Problem(field=f"tags.{place}", rule="malformed", say=say))
    return kept
