"""Telling otherwise what a network refused: in other words, or as its post says it now."""

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem, blocking
from antiphon.people.actions import permit
from antiphon.people.policy import By
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.actions.decide import (
    RETRIED_FROM,
    NotNowError,
    decide,
    in_their_name,
    insist,
)
from antiphon.publish.actions.schedule import pack
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.tailor import actions as tailor
from antiphon.tailor.choosing import tellings
from antiphon.tailor.telling import Telling
from antiphon.work import clock
from antiphon.work.sweeps import wake


def mend(by: By, row: Publication, text: str) -> Post:
    """Say it otherwise on its channel, and send that as soon as whoever must has agreed.

    Where nobody must, that is now. Where somebody must, the post waits for their word and the
    publication for `tell_anew`.
    """
    permit(by, "publication.change", row)
    _insist(row)
    with transaction.atomic():
        tailor.tell(by, row.post_id, channel=row.channel, audience=row.audience, text=text)
        post = plans.post(row.workspace, row.post_id)
        if post.state == PostState.DRAFT:
            post = plan.submit(by, post)
        if post.state == PostState.APPROVED:
            tell_anew(by, row)
        else:
            _refuse_bad(_telling(row, post))
    return post


def tell_anew(by: By, row: Publication) -> None:
    """It was refused or missed: send what its post says now, as it was agreed on since."""
    permit(by, "publication.change", row)
    _insist(row)
    post = plans.post(row.workspace, row.post_id)
    if hindrance := plans.hindrance(post):
        raise BadInputError(hindrance)
    telling = _telling(row, post)
    _refuse_bad(telling)
    with transaction.atomic():
        moment = clock.now()
        decide(
            by, row, State.WAITING, "publication.change", due_at=moment, may_be_late=True,
            made_at=moment, progress=[], failures=0, crashes=0, looks=0, first_sent_at=None,
            doubted_at=None, reason="", remedy="", **pack(by, telling, str(row.pk), moment),
            **in_their_name(by),
        )  # fmt: skip
    wake(f"publish.deliver.{row.network}")


def _insist(row: Publication) -> None:
    insist(row, RETRIED_FROM)
    if row.at_step or row.may_be_out:
        raise NotNowError("A part of it is live already. Withdraw that, and tell the rest anew.")


def _telling(row: Publication, post: Post) -> Telling:
    """What the post says now to those for whom the publication is."""
    told = tellings(post, [row.channel])
    for telling in told:
        if (telling.audience.pk if telling.audience else None) == row.audience_id:
            return telling
    say = f"The post says nothing any more to those whom this was for on {row.channel}."
    raise BadInputError(Problem(field="audience", rule="gone", say=say))


def _refuse_bad(telling: Telling) -> None:
    if found := blocking(telling.problems()):
        raise BadInputError(*found)
