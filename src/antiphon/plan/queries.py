"""What can be asked."""

from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from antiphon.channels.models import Channel
from antiphon.kernel.problem import Problem
from antiphon.kernel.window import Moment, local, resolve_slot
from antiphon.people.models import Approval, Member, Workspace
from antiphon.plan import digest
from antiphon.plan.finding import found
from antiphon.plan.models import Campaign, Post, Review, Revision, Slot, Verdict
from antiphon.plan.states import State
from antiphon.work.clock import ClockTimestamp

FARTHEST = timedelta(days=731)
"""How far ahead anything can be planned: two years."""


def posts(workspace: Workspace, *, state: State | None = None) -> QuerySet[Post]:
    """All posts, the last changed first."""
    rows = Post.objects.filter(workspace=workspace)
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("campaign", "author__person").order_by("-changed_at", "-id")


def saying(workspace: Workspace, words: str) -> QuerySet[Post]:
    """Posts in whose title or text the words stand."""
    return posts(workspace).filter(Q(title__icontains=words) | Q(text__icontains=words))


def post(workspace: Workspace, id: Post | UUID | str) -> Post:
    """One of them, or a sentence that there is none."""
    return found(Post, workspace, id)


def campaigns(workspace: Workspace) -> QuerySet[Campaign]:
    """All campaigns, the youngest first."""
    return Campaign.objects.filter(workspace=workspace).order_by("-made_at")


def waiting_for(member: Member) -> QuerySet[Post]:
    """Posts in review on which this member may still say a word: not their own, not yet judged."""
    last = Revision.objects.filter(post=OuterRef("pk")).order_by("-version").values("member")[:1]
    rows = posts(member.workspace, state=State.REVIEW).exclude(author=member)
    rows = rows.annotate(last_hand=Subquery(last))
    rows = rows.filter(Q(last_hand=None) | ~Q(last_hand=member.pk))
    # Whether a word was on the post as it is now costs a look at all of it, so only there.
    spoken = Review.objects.filter(post=OuterRef("pk"), member=member)
    judged = [row.pk for row in rows.filter(Exists(spoken)) if _judged(row, member)]
    return rows.exclude(pk__in=judged)


def returned(workspace: Workspace) -> QuerySet[Post]:
    """Drafts that somebody sent back, and that were not handed in since."""
    refused = Review.objects.filter(post=OuterRef("pk"), verdict=Verdict.REFUSES)
    return posts(workspace, state=State.DRAFT).filter(Exists(refused))


def judged_by(member: Member) -> QuerySet[Post]:
    """Posts on which this member said a word."""
    said = Review.objects.filter(post=OuterRef("pk"), member=member)
    return posts(member.workspace).filter(Exists(said))


def revisions(post: Post) -> QuerySet[Revision]:
    """All edits of a post, the youngest first."""
    return Revision.objects.filter(post=post).select_related("member__person").order_by("-version")


def as_of(post: Post, version: int) -> dict[str, Any]:
    """The parts that were otherwise at that version, as they were then; as `edit` takes them.

    Edits that were kept as one are gone back over together.
    """
    parts: dict[str, Any] = {}
    for edit in revisions(post).filter(version__gt=version):
        parts |= edit.before
    parts.pop("variants", None)
    if "campaign" in parts:
        parts["campaign"] = parts["campaign"] or None
    if "files" in parts:
        parts["assets"] = [(id, alt) for id, alt in parts.pop("files")]
    return parts


def reviews(post: Post) -> QuerySet[Review]:
    """All words on a post, the youngest first."""
    rows = Review.objects.filter(post=post).select_related("member__person", "guest")
    return rows.order_by("-at")


def told_since(post: Post, version: int) -> str:
    """Who changed what after that version, in a sentence."""
    edits = list(revisions(post).filter(version__gt=version)[:3])
    if not edits:
        return f"You opened version {version}, but the post is at {post.version}. Load it again."
    told = "; ".join(
        f"{edit.member.person if edit.member else 'Antiphon'} changed {' and '.join(edit.changed)}"
        f" at {edit.at:%H:%M} UTC on {edit.at:%-d %B}"
        for edit in edits
    )
    return f"The post has changed since you opened it: {told}. Nothing of yours was stored."


def own_hands(post: Post) -> set[UUID]:
    """Its author and its last editor: whose word on it does not count."""
    last = post.revisions.order_by("-version").values_list("member", flat=True).first()
    return {id for id in (post.author_id, last) if id is not None}


def needed(workspace: Workspace) -> int:
    """How many must agree before a post may go out."""
    match Approval(workspace.approval):
        case Approval.NONE:
            return 0
        case Approval.ONE:
            return 1
        case Approval.SEVERAL:
            return max(2, workspace.approvals_needed)


def agreeing(post: Post, fingerprint: str) -> QuerySet[Review]:
    """The words that count for this content: of people still here, not ended, not one's own."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=ClockTimestamp())
    here = Q(guest=None, member__left_at=None) | Q(member=None, guest__ended_at=None)
    return Review.objects.filter(
        lasting, here, post=post, verdict=Verdict.AGREES, digest=fingerprint
    ).exclude(member__in=own_hands(post))


def words_so_far(post: Post) -> int:
    """How many have agreed to the post as it is now."""
    return agreeing(post, digest.of(post)).count()


def is_enough(post: Post) -> bool:
    """Whether as many as must have agreed to the post as it is now."""
    wanted = needed(post.workspace)
    return not wanted or words_so_far(post) >= wanted


def hindrance(post: Post) -> Problem | None:
    """Why the post may not go out now, if it may not; asked when planning and before sending."""
    if post.state != State.APPROVED:
        say = f"The post is {post.state}, not approved."
        return Problem(field="state", rule="not_approved", actual=post.state, say=say)
    if digest.of(post) != post.approved_digest:
        say = "The post is not what was approved: something in it has changed since."
        return Problem(field="state", rule="changed", say=say)
    if not is_enough(post):
        say = "The approval has ended. Hand the post in again."
        return Problem(field="state", rule="ended", say=say)
    return None


def slots(channel: Channel) -> QuerySet[Slot]:
    """The channel's weekly times in the order of the week."""
    return Slot.objects.filter(channel=channel).order_by("weekday", "at")


def next_slots(
    channel: Channel, after: datetime, taken: Container[datetime] = frozenset()
) -> Iterator[Moment]:
    """The channel's coming times, each slot once for each date of its wall, in their order.

    `taken` holds the wall times (without zone, on the channel's clock) that are spoken for, as
    planned or as they come. A time that a date does not have comes at the first instant after the
    gap, unless something comes then already; of two, the first counts.
    """
    times = [(slot.weekday, slot.at) for slot in slots(channel).filter(paused=False)]
    # A slot in a gap may come a whole day late (a date that a zone left out).
    day = local(after, channel.time_zone).date() - timedelta(days=2)
    last = day + FARTHEST
    while times and day < last:
        for weekday, at in times:
            wall = datetime.combine(day, at)
            moment = resolve_slot(wall, channel.time_zone) if weekday == day.weekday() else None
            if moment and moment.instant > after and not _is_taken(moment, taken):
                yield moment
        day += timedelta(days=1)


def _is_taken(moment: Moment, taken: Container[datetime]) -> bool:
    comes = local(moment.instant, moment.zone).replace(tzinfo=None, fold=0)
    return moment.wall in taken or comes in taken


def _judged(post: Post, member: Member) -> bool:
    return Review.objects.filter(post=post, member=member, digest=digest.of(post)).exists()
