"""Taking a cancellation back."""

from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.ids import uuid7
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import queries as plans
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found, named
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock

KEPT = (
    *("workspace", "post", "channel", "audience", "link", "network", "planned_at"),
    *("wall", "zone", "fold", "floating", "steps", "digest", "price"),
)


def put_back(by: By, publication: Publication | UUID | str) -> Publication:
    """Plan again what was cancelled, at its hour: a new publication that says the same.

    The cancelled one stays as it ended. Refused where its hour has passed, where a part of it may
    have gone out, where its post is approved no more, or where it was put back already.
    """
    permit(by, "publication.schedule", named(publication))
    row = found(Publication, by.workspace, publication)
    with transaction.atomic():
        Channel.objects.select_for_update().get(pk=row.channel_id)
        if hindrance := _hindrance(row):
            raise NotNowError(hindrance)
        moment = clock.now()
        made = Publication.objects.create(
            id=uuid7(),
            due_at=row.planned_at,
            made_at=moment,
            by=by if isinstance(by, Member) else None,
            **{name: getattr(row, name) for name in KEPT},
        )
        note(by, "publication.schedule", made, after={"digest": made.digest, "again": str(row.pk)})
    return made


def _hindrance(row: Publication) -> str:
    if row.state != State.CANCELLED:
        return f"The publication is {row.state}, not cancelled."
    if row.first_sent_at or row.doubted_at or row.at_step or row.may_be_out:
        return "A part of it may have gone out. Schedule the post anew instead."
    if row.planned_at <= clock.now():
        return "Its hour has passed. Schedule the post at another one."
    if problem := plans.hindrance(row.post):
        return problem.say
    same = Publication.objects.filter(
        channel=row.channel_id, post=row.post_id, audience=row.audience_id, digest=row.digest
    )
    if same.exclude(state=State.CANCELLED).exists():
        return "The same is planned there again already."
    return ""
