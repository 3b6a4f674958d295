"""Telling each place when it is awake."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.people.actions import permit
from antiphon.people.policy import By
from antiphon.plan.finding import found, named
from antiphon.plan.models import Post
from antiphon.publish.actions.schedule import schedule
from antiphon.publish.models import Publication
from antiphon.tailor import hours
from antiphon.tailor.choosing import tellings
from antiphon.work import clock


def schedule_awake(
    by: By, post: Post | UUID | str, channels: Iterable[Channel | UUID | str], *, on: date
) -> list[Publication]:
    """Plan each telling at the hour of that day at which most of its people are awake."""
    permit(by, "publication.schedule", named(post))
    row = found(Post, by.workspace, post)
    rows = [found(Channel, by.workspace, one) for one in channels]
    told = tellings(row, rows, on=on)
    if not told:
        return schedule(by, row, [])
    with transaction.atomic():
        return [
            made
            for wave in hours.waves(told, on, after=clock.now())
            for made in schedule(by, row, [wave.telling], at=wave.at)
        ]
