"""What can be asked."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from antiphon.channels.queries import channels
from antiphon.kernel.errors import NotHereError
from antiphon.people.models import Workspace
from antiphon.plan.desk.holidays import Holiday, between
from antiphon.plan.models import Post
from antiphon.tailor.models import Audience, TrackedLink, Variant


def audiences(workspace: Workspace) -> QuerySet[Audience]:
    """All audiences by name."""
    return Audience.objects.filter(workspace=workspace).order_by("name")


def audience(workspace: Workspace, given: Audience | UUID | str) -> Audience:
    """One of them, by id or by name, or a sentence that says which there are."""
    rows = audiences(workspace)
    key = given.pk if isinstance(given, Audience) else given
    id = _id(key)
    row = (rows.filter(pk=id) if id else rows.filter(name__iexact=str(key).strip())).first()
    if row is None:
        known = ", ".join(rows.values_list("name", flat=True)[:20]) or "none yet"
        raise NotHereError(f"There is no audience “{str(key)[:80]}”. Known are: {known}.")
    return row


def countries(workspace: Workspace) -> set[str]:
    """Where the people of its audiences and channels live, as far as anybody said."""
    mine = Audience.objects.filter(workspace=workspace).values_list("countries", flat=True)
    reached = channels(workspace).values_list("countries", flat=True)
    return {code for codes in (*mine, *reached) for code in codes}


def holidays(
    workspace: Workspace, first: date, last: date, *, language: str = "en"
) -> list[Holiday]:
    """The public holidays of those countries from one day to another."""
    return between(countries(workspace), first, last, language=language)


def variants(post: Post) -> QuerySet[Variant]:
    """How a post is told differently, the oldest first."""
    return Variant.objects.filter(post=post).select_related("audience", "channel").order_by("id")


def link(code: str) -> TrackedLink | None:
    """The tracked link of that code: for whoever follows it, whatever their workspace."""
    return TrackedLink.objects.filter(code=code).first()


def _id(given: UUID | str) -> UUID | None:
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except ValueError:
        return None
