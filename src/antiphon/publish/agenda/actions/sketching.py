"""Where and when a draft is meant for, before anybody is asked for anything."""

from collections.abc import Iterable
from datetime import UTC
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.window import Moment
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan.finding import found, named
from antiphon.plan.models import Post
from antiphon.publish.models import Wish, WishChannel
from antiphon.publish.states import Wished


def sketch(
    by: By,
    post: Post | UUID | str,
    channels: Iterable[Channel],
    *,
    at: Moment | None = None,
    queue: bool = False,
) -> Wish:
    """Keep where and when a draft is meant for; nothing goes out because of it.

    What was asked for already stays asked for, at another hour or on other channels.
    """
    permit(by, "post.write", named(post))
    id = found(Post, by.workspace, post).pk
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        facts = {
            "planned_at": at.instant if at else None,
            "wall": at.wall.replace(tzinfo=UTC) if at else None,
            "zone": at.zone if at else "",
            "fold": at.fold if at else 0,
            "queue": queue,
        }
        wish, _made = Wish.objects.get_or_create(
            post=current,
            defaults={
                "workspace": current.workspace,
                "state": Wished.SKETCHED,
                "by": by if isinstance(by, Member) else None,
            },
        )
        if wish.state != Wished.OPEN:
            facts |= {"state": Wished.SKETCHED, "reason": ""}
        Wish.objects.filter(pk=wish.pk).update(**facts)
        wish.channels.all().delete()
        WishChannel.objects.bulk_create(
            WishChannel(workspace=current.workspace, wish=wish, channel=channel)
            for channel in dict.fromkeys(channels)
        )
        note(by, "post.write", current, after={"meant_for": str(facts["planned_at"] or "")})
    wish.refresh_from_db()
    return wish
