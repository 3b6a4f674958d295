"""Saying something in one go: the post, its variants, its hour; all of it, or nothing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.window import Moment
from antiphon.media.models import Asset
from antiphon.people.policy import By
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.publish.actions.schedule import Repeat, known, remember, schedule
from antiphon.publish.models import Publication
from antiphon.publish.queue.queries import next_free
from antiphon.tailor import actions as tailor
from antiphon.tailor.actions.variants import Words
from antiphon.tailor.choosing import tellings
from antiphon.tailor.telling import Telling
from antiphon.work import clock


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said, to whom, and when."""

    text: str
    channels: Sequence[Channel]
    told_to: Sequence[tuple[str, Words]] = ()
    """Audience (name or id) and the words for it."""
    assets: Sequence[tuple[Asset, str]] = ()
    parts: dict[str, Any] = field(default_factory=dict)
    """title, language, link, comment, poll, tags, options, campaign."""
    at: Moment | None = None
    queue: bool = False
    """At the next free slot of each channel."""
    on: date | None = None
    """The day whose climate counts; the day of sending, if none is given."""

    def repeat(self, key: str = "") -> Repeat:
        """The name of this very message, so that saying it again is not saying it twice."""
        told = [
            self.text,
            sorted(str(channel.pk) for channel in self.channels),
            [[who, words] for who, words in self.told_to],
            [[asset.digest, alt] for asset, alt in self.assets],
            {name: str(value) for name, value in sorted(self.parts.items())},
            self.at.instant.isoformat() if self.at else "",
            self.queue,
        ]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return Repeat(key=key or f"same:{digest}", digest=digest)


def announce(by: By, message: Message, *, repeat: Repeat | None = None) -> list[Publication]:
    """Draft, tailor, submit and schedule; refused as a whole if any of it is."""
    with transaction.atomic():
        # Asked first: the very same said again must leave no trace, whichever way it got its hour.
        if repeat and (before := known(by, repeat)) is not None:
            return before
        post = plan.draft(by, text=message.text, assets=list(message.assets), **message.parts)
        if message.told_to:
            tailor.tell_each(
                by,
                post,
                [{"channel": None, "audience": who, "words": words} for who, words in
                 message.told_to],
            )  # fmt: skip
        post = plan.submit(by, post)
        where = message.channels
        rows = send(by, post, where, at=message.at, queue=message.queue, on=message.on)
        if repeat:
            remember(by, repeat, rows)
    return rows


def send(  # noqa: PLR0913 -- said by name
    by: By,
    post: Post,
    channels: Sequence[Channel],
    *,
    at: Moment | None = None,
    queue: bool = False,
    on: date | None = None,
) -> list[Publication]:
    """Tell an approved post on these channels: now, at that hour, or at each one's next slot."""
    told = tellings(post, channels, on=on or (at.instant if at else clock.now()).date())
    with transaction.atomic():
        return give_hours(by, post, told, at=at, queue=queue)


def give_hours(
    by: By, post: Post, told: Sequence[Telling], *, at: Moment | None, queue: bool
) -> list[Publication]:
    """Make tellings publications: at that hour, or each channel's at its next free slot."""
    if not queue:
        return schedule(by, post, told, at=at)
    rows: list[Publication] = []
    for channel in dict.fromkeys(telling.channel for telling in told):
        mine = [telling for telling in told if telling.channel == channel]
        # Two who queue at once stand in line here, so that they never take the same place (T3).
        Channel.objects.select_for_update().get(pk=channel.pk)
        slot = next_free(channel, after=at.instant if at else None)
        rows += schedule(by, post, mine, at=slot, floating=True)
    return rows
