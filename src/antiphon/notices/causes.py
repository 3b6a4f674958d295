"""What there is to tell in a workspace right now, read from the rows of the stages themselves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from antiphon.channels.models import Channel
from antiphon.channels.queries import channels
from antiphon.channels.states import State as ChannelState
from antiphon.notices.models import Hook
from antiphon.notices.states import About, HookState
from antiphon.people import policy, queries
from antiphon.people.models import Workspace
from antiphon.plan import queries as plan
from antiphon.plan.models import Comment
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Import, Publication, SheetState
from antiphon.publish.queries import holds
from antiphon.publish.states import State
from antiphon.work import clock

MOST = 2_000
"""Publications that are looked at; more of one state are one notice all the same."""
ITEMS = 100
ENDS_WITHIN = timedelta(days=7)
STAYS = timedelta(days=14)

_OF_STATE = {
    State.REFUSED: About.FAILED,
    State.ASKING: About.ASKING,
    State.MISSED: About.MISSED,
    State.UNSURE: About.UNSURE,
}


@dataclass
class Cause:
    """One cause, and what it is the cause of."""

    about: About
    key: str
    member: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    count: int = 1


def of(workspace: Workspace) -> Iterator[Cause]:
    """All of them."""
    yield from _publications(workspace)
    yield from _channels(workspace)
    yield from _reviews(workspace)
    yield from _mentions(workspace)
    yield from _holds(workspace)
    yield from _imports(workspace)
    yield from _hooks(workspace)


def _publications(workspace: Workspace) -> Iterator[Cause]:
    """Those of one channel, one state and one reason are one cause."""
    rows = Publication.objects.filter(workspace=workspace, state__in=[*_OF_STATE])
    wanted = rows.only("channel_id", "state", "reason", "by_hand").order_by("-planned_at", "-id")
    found: dict[tuple[About, UUID, str, str], list[str]] = {}
    for row in wanted[:MOST]:
        found.setdefault(_in_common(row), []).append(str(row.pk))
    names = _names(workspace) if found else {}
    for (about, channel, reason, publication), items in found.items():
        told = {"channel": str(channel), "name": names.get(channel, ""), "reason": reason}
        told |= {"publication": publication} if publication else {}
        key = f"{channel}:{_print_of(reason or publication)}"
        yield Cause(about, key, facts=told, items=items[:ITEMS], count=len(items))


def _in_common(row: Publication) -> tuple[About, UUID, str, str]:
    """What it is about, the channel, a reason; one that a person finishes stands for itself."""
    if row.is_handed_over:
        return About.TO_FINISH, row.channel_id, "", str(row.pk)
    said = row.reason if row.state == State.REFUSED else ""
    return _OF_STATE[State(row.state)], row.channel_id, said, ""


def _print_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else "-"


def _names(workspace: Workspace) -> dict[UUID, str]:
    return {row.pk: str(row) for row in Channel.objects.filter(workspace=workspace)}


def _channels(workspace: Workspace) -> Iterator[Cause]:
    rows = channels(workspace)
    for row in rows.filter(state=ChannelState.LOST):
        told = {"channel": str(row.pk), "name": str(row), "reason": row.reason}
        yield Cause(About.CHANNEL_LOST, str(row.pk), facts=told, items=[str(row.pk)])
    # One that renews itself is nobody's business.
    soon = {"expires_at__lte": clock.now() + ENDS_WITHIN, "renew_at": F("expires_at")}
    for row in rows.filter(state=ChannelState.CONNECTED, **soon):
        told = {"channel": str(row.pk), "name": str(row), "ends": _iso(row.expires_at)}
        yield Cause(About.CHANNEL_ENDING, str(row.pk), facts=told, items=[str(row.pk)])


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment else ""


def _reviews(workspace: Workspace) -> Iterator[Cause]:
    """For each who may agree, what waits for their word; one's own work does not."""
    if not plan.posts(workspace, state=PostState.REVIEW).exists():
        return
    for member in queries.members(workspace):
        member.workspace = workspace
        if not policy.may(member, "post.approve"):
            continue
        items = [str(pk) for pk in plan.waiting_for(member).values_list("pk", flat=True)]
        if items:
            yield Cause(
                About.TO_APPROVE, str(member.pk), member.pk, items=items[:ITEMS], count=len(items)
            )


def _mentions(workspace: Workspace) -> Iterator[Cause]:
    since = clock.now() - STAYS
    rows = Comment.objects.filter(workspace=workspace, resolved_at=None, at__gte=since)
    here = {member.pk for member in queries.members(workspace)}
    for row in rows.exclude(mentions=[]).select_related("author__person"):
        who = str(row.author.person) if row.author else row.name
        told = {"post": str(row.post_id), "name": who, "text": row.text[:200]}
        for member in {*row.mentions} & here - {row.author_id}:
            yield Cause(
                About.MENTIONED, f"{row.pk}:{member}", member, facts=told, items=[str(row.pk)]
            )


def _holds(workspace: Workspace) -> Iterator[Cause]:
    for row in holds(workspace):
        told = {"scope": row.scope, "reason": row.reason, "name": row.who}
        yield Cause(About.ON_HOLD, str(row.pk), facts=told, items=[str(row.pk)])


def _imports(workspace: Workspace) -> Iterator[Cause]:
    """A table that was judged waits for a word; one that is done or stopped is told for a while."""
    rows = Import.objects.filter(workspace=workspace)
    for row in rows.filter(ended_at__gte=clock.now() - STAYS) | rows.filter(state=SheetState.READ):
        told = {"name": row.name, "state": row.state, "reason": row.reason}
        key = f"{row.pk}:{row.state}"
        yield Cause(About.IMPORT_DONE, key, row.by_id, facts=told, items=[str(row.pk)])


def _hooks(workspace: Workspace) -> Iterator[Cause]:
    for row in Hook.objects.filter(workspace=workspace, state=HookState.DISABLED):
        told = {"name": row.name, "reason": row.reason}
        yield Cause(About.HOOK_DISABLED, str(row.pk), facts=told, items=[str(row.pk)])
