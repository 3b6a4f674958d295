"""What can be asked about what posts are meant for."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from antiphon.kernel.problem import Problem
from antiphon.plan.models import Post
from antiphon.publish.agenda.actions.series import bare
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State
from antiphon.tailor.telling import Telling

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
RECENT = 500
"""So many of a post's channels' publications are held against a text that is being written."""


def meant(post: Post) -> Wish | None:
    """Where and when a post is meant for, with the ids of the channels as `named`."""
    ids = ArrayAgg("channels__channel_id", filter=Q(channels__isnull=False), default=[])
    return Wish.objects.filter(post=post).annotate(named=ids).first()


def said_before(tellings: Iterable[Telling]) -> list[tuple[Telling, Problem]]:
    """Those whose network takes no text twice, and which say what another post said there."""
    careful = [one for one in tellings if one.network.proof.refuses_twins and one.text.strip()]
    if not careful:
        return []
    mine = Publication.objects.filter(channel__in=[one.channel for one in careful])
    others = mine.exclude(post=careful[0].post).exclude(state=State.CANCELLED)
    recent = others.order_by("-planned_at").values_list("channel", "steps")[:RECENT]
    said = {(channel, bare(steps[0].get("text", ""))) for channel, steps in recent}
    return [(one, _twin(one)) for one in careful if (one.channel.pk, _words(one)) in said]


def _words(telling: Telling) -> str:
    return bare(telling.parcels("", _SOME_TIME, fit=False)[0].text)


def _twin(telling: Telling) -> Problem:
    who = telling.network.name
    say = f"{telling.channel} has said this already, and {who} takes no text twice. Vary it."
    return Problem(field="text", rule="said_before", say=say)
