"""Making a secret link, opening it, taking it back."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.secret import Secret
from antiphon.people import vault
from antiphon.people.actions import digest_of, note, permit
from antiphon.people.models import Guest, Member
from antiphon.people.policy import may
from antiphon.plan import queries as plans
from antiphon.plan.finding import found
from antiphon.plan.models import Campaign, Kind, Post, SharedPost, SharedView
from antiphon.plan.outside import queries
from antiphon.plan.outside.actions.asking import nudge_guest
from antiphon.work import clock

TOKEN_BYTES = 32  # 256 bits; 128 are promised (S26)
CALENDAR_LASTS, REVIEW_LASTS = timedelta(days=90), timedelta(days=14)
LONGEST = timedelta(days=2 * 366)
MOST_POSTS = 100
LONGEST_NAME = 120
SHOWS = frozenset({"text", "pictures", "state"})
"""What a calendar may show beside hour and channel."""


def share_calendar(
    by: Member,
    *,
    subscription: bool = False,
    lasts: timedelta = CALENDAR_LASTS,
    **filters: Any,
) -> tuple[SharedView, Secret]:
    """A link that shows the calendar to whoever has it; its address is told once.

    `name`, `channels`, `campaign` and `shows` may be given; what they are then is what the link
    shows for as long as it lives.
    """
    permit(by, "share.write")
    name = str(filters.pop("name", ""))
    frozen = _frozen(by, **filters)
    token = Secret(secrets.token_urlsafe(TOKEN_BYTES))
    kind = Kind.ICS if subscription else Kind.CALENDAR
    with transaction.atomic():
        view = _made(by, token, kind=kind, lasts=lasts, name=name, filters=frozen)
        note(by, "share.write", view, after={"kind": kind, "filters": frozen})
    return view, token


def share_review(
    by: Member,
    guest: Guest | UUID | str,
    posts: Sequence[Post | UUID | str],
    *,
    lasts: timedelta = REVIEW_LASTS,
    note_for_guest: str = "",
) -> tuple[SharedView, Secret | None]:
    """Ask a guest for their word on these posts; they get the link by mail.

    Its address is told to the maker as well only if they may invite guests and wrote none of the
    posts: otherwise they could agree to their own work in somebody else's name.
    """
    permit(by, "share.write")
    who = found(Guest, by.workspace, guest)
    rows = _posts(by, posts)
    if not who.is_here:
        say = f"{who.name} is no longer asked. Invite them again first."
        raise BadInputError(Problem(field="guest", rule="ended", say=say))
    token = Secret(secrets.token_urlsafe(TOKEN_BYTES))
    with transaction.atomic():
        view = _made(by, token, kind=Kind.REVIEW, lasts=lasts, guest=who)
        SharedPost.objects.bulk_create(
            SharedPost(workspace=view.workspace, view=view, post=row, place=place)
            for place, row in enumerate(rows)
        )
        nudge_guest(by, view, rows, note_for_guest)
        note(
            by,
            "share.write",
            view,
            after={"guest": str(who.pk), "posts": [str(r.pk) for r in rows]},
        )
    return view, token if _may_hold(by, rows) else None


def revoke_share(by: Member, view: SharedView | UUID | str) -> SharedView:
    """Take a link back: from now on it looks like one that never was."""
    permit(by, "share.write", view if isinstance(view, SharedView) else str(view))
    row = found(SharedView, by.workspace, view)
    with transaction.atomic():
        SharedView.objects.filter(pk=row.pk, revoked_at=None).update(
            revoked_at=clock.now(), token=None
        )
        note(by, "share.write", row, after={"revoked": True})
    row.refresh_from_db()
    return row


def opened(token: Secret, *kinds: Kind) -> SharedView | None:
    """The link of this token if it still opens, counted; unknown, ended, revoked are alike."""
    view = queries.open_view(digest_of(token.reveal()), kinds)
    if view is not None:
        SharedView.objects.filter(pk=view.pk).update(opened=F("opened") + 1, opened_at=clock.now())
    return view


def _made(by: Member, token: Secret, *, lasts: timedelta, **facts: Any) -> SharedView:
    if not timedelta(0) < lasts <= LONGEST:
        say = f"A link lasts for more than nothing and at most {LONGEST.days} days."
        raise BadInputError(Problem(field="lasts", rule="range", limit=LONGEST.days, say=say))
    if len(facts.get("name", "")) > LONGEST_NAME:
        say = f"The name is too long: at most {LONGEST_NAME} characters."
        raise BadInputError(Problem(field="name", rule="too_long", limit=LONGEST_NAME, say=say))
    ends_at: datetime = clock.now() + lasts
    row = SharedView(
        workspace=by.workspace,
        made_by=by,
        digest=digest_of(token.reveal()),
        ends_at=ends_at,
        **facts,
    )
    if row.kind == Kind.REVIEW:
        vault.put(row, "token", token)
    row.save(force_insert=True)
    return row


def _frozen(
    by: Member,
    *,
    channels: Iterable[Channel | UUID | str] = (),
    campaign: Campaign | UUID | str | None = None,
    shows: Iterable[str] = SHOWS,
) -> dict[str, Any]:
    if strange := set(shows) - SHOWS:
        say = f"A calendar shows {', '.join(sorted(SHOWS))}, not {', '.join(sorted(strange))[:60]}."
        raise BadInputError(Problem(field="shows", rule="unknown", say=say))
    return {
        "channels": [str(found(Channel, by.workspace, one).pk) for one in channels],
        "campaign": str(found(Campaign, by.workspace, campaign).pk) if campaign else None,
        "shows": sorted(set(shows)),
    }


def _posts(by: Member, posts: Sequence[Post | UUID | str]) -> list[Post]:
    if not 1 <= len(posts) <= MOST_POSTS:
        say = f"Choose from 1 to {MOST_POSTS} posts, not {len(posts)}."
        raise BadInputError(
            Problem(field="posts", rule="count", actual=len(posts), limit=MOST_POSTS, say=say)
        )
    rows = {row.pk: row for row in (found(Post, by.workspace, post) for post in posts)}
    return list(rows.values())


def _may_hold(by: Member, rows: Sequence[Post]) -> bool:
    own = any(by.pk in plans.own_hands(row) for row in rows)
    return may(by, "guest.invite") and not own
