"""What can be asked."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from antiphon.people.models import Member, Workspace
from antiphon.plan import queries as plans
from antiphon.plan.finding import found
from antiphon.plan.models import (
    Agreement,
    Cause,
    Comment,
    Kind,
    Nudge,
    Post,
    Review,
    SharedView,
)
from antiphon.plan.states import State
from antiphon.work.clock import ClockTimestamp


def shared_views(workspace: Workspace, *kinds: Kind) -> QuerySet[SharedView]:
    """All links, the youngest first; those that opened once stay on record."""
    rows = SharedView.objects.filter(workspace=workspace)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return rows.select_related("guest", "made_by__person").order_by("-made_at", "-id")


def shared_view(workspace: Workspace, id: SharedView | UUID | str) -> SharedView:
    """One of them, or a sentence that there is none."""
    return found(SharedView, workspace, id)


def open_view(digest: str, kinds: Iterable[Kind]) -> SharedView | None:
    """The link whose token has this hash, while it opens: whatever its workspace."""
    return (
        SharedView.objects.filter(
            Q(guest=None) | Q(guest__ended_at=None),
            digest=digest,
            kind__in=[*kinds],
            revoked_at=None,
            ends_at__gt=ClockTimestamp(),
        )
        .select_related("workspace", "guest")
        .first()
    )


def still_open(id: UUID) -> SharedView | None:
    """The same by its id: for what hangs on a link and has an address of its own."""
    digest = SharedView.objects.filter(pk=id).values_list("digest", flat=True).first()
    return open_view(digest, Kind) if digest else None


def posts_of(view: SharedView) -> list[Post]:
    """The posts that a link asks to agree to, in order."""
    rows = view.posts.select_related("post__campaign", "post__workspace").order_by("place")
    return [row.post for row in rows]


def word_of(view: SharedView, post: Post, digest: str) -> Review | None:
    """What the guest said to this very version."""
    return Review.objects.filter(post=post, guest=view.guest, digest=digest).first()


def remarks_of(view: SharedView, post: Post) -> QuerySet[Comment]:
    """What this guest has said about a post; what members say among themselves stays inside."""
    name = view.guest.name if view.guest else ""
    return Comment.objects.filter(post=post, author=None, name=name).order_by("at")


def agreed_before(post: Post, digest: str = "") -> Agreement | None:
    """What was approved last, other than this content; nothing if nothing ever was."""
    return Agreement.objects.filter(post=post).exclude(digest=digest).order_by("-at").first()


def heard_or_asked(post: Post) -> set[UUID]:
    """Members who have said their word on it or were asked for it."""
    heard = Review.objects.filter(post=post, member__isnull=False).values_list("member", flat=True)
    asked = Nudge.objects.filter(post=post, member__isnull=False).exclude(cause=Cause.ENDED)
    return {*heard, *asked.values_list("member", flat=True)}


def why(member: Member, post: Post) -> str:
    """Why a review came to this member, in a sentence."""
    if post.state != State.REVIEW:
        return ""
    asked = Nudge.objects.filter(post=post, member=member).exclude(cause=Cause.ENDED)
    last = asked.select_related("by__person").order_by("-made_at").first()
    missing = max(0, plans.needed(post.workspace) - plans.words_so_far(post))
    wanted = "One more yes is needed." if missing == 1 else f"{missing} more are needed."
    return f"{_reason(last)} {wanted}"


def _reason(nudge: Nudge | None) -> str:
    if nudge is None:
        return "You may agree to posts here, and you did not write this one."
    if nudge.cause == Cause.ESCALATED:
        return "Whoever was asked first has not answered yet, so everybody is asked who may agree."
    return f"{nudge.by.person if nudge.by else 'Somebody'} asked for your word."
