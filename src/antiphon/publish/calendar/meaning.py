"""Giving a post that nothing is planned of yet another hour to be meant for."""

from typing import Any

from antiphon.channels.models import Channel
from antiphon.kernel.window import Moment
from antiphon.people.policy import By
from antiphon.plan.finding import found
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import actions as publish
from antiphon.publish.agenda.actions import ask_for, sketch, take_back
from antiphon.publish.agenda.queries import meant
from antiphon.publish.calendar import hours
from antiphon.publish.models import Publication
from antiphon.publish.states import State, Wished

Meant = dict[str, Any]
"""Where and when a post was meant for, as plain values."""


def told(post: Post) -> Meant:
    """Where and when it is meant for now."""
    wish = meant(post)
    if wish is None:
        return {"kind": "meant", "post": str(post.pk), "state": "", "channels": [], "instant": ""}
    facts = hours.plain(hours.of_wish(wish)) if wish.planned_at else {"instant": ""}
    return {
        "kind": "meant",
        "post": str(post.pk),
        "state": wish.state,
        "channels": [str(pk) for pk in wish.named],  # type: ignore[attr-defined]  # annotated
        "queue": wish.queue,
        **facts,
    }


def mean(by: By, post: Post, channels: list[Channel], moment: Moment) -> None:
    """Another hour: asked for if it is handed in, else only meant, and it stays a draft."""
    if post.state == PostState.DRAFT:
        sketch(by, post, channels, at=moment)
    else:
        ask_for(by, post, channels, at=moment)


def mean_nothing(by: By, post: Post, channels: list[Channel]) -> None:
    """No hour any more; where it was meant to go is kept."""
    take_back(by, post)
    sketch(by, post, channels)


def restore(by: By, before: Meant) -> None:
    """As it was meant before; what was planned meanwhile is cancelled."""
    post = found(Post, by.workspace, before["post"])
    planned = Publication.objects.filter(post=post).exclude(state=State.CANCELLED)
    for row in planned.select_related("channel", "workspace"):
        publish.cancel(by, row)
    channels = [found(Channel, by.workspace, id) for id in before["channels"]]
    moment = hours.from_plain(before) if before["instant"] else None
    if before["state"] == Wished.OPEN and post.state != PostState.DRAFT:
        ask_for(by, post, channels, at=moment, queue=before["queue"])
        return
    take_back(by, post)
    sketch(by, post, channels, at=moment, queue=before.get("queue", False))
