"""How a post is told otherwise, to whom, and what each of them sees."""

from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import tailoring as told
from antiphon.api.schemas.fields import Page, Trouble
from antiphon.channels import queries as channels
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.tailor import actions as tailor
from antiphon.tailor import queries
from antiphon.tailor.actions.variants import Version
from antiphon.tailor.choosing import tellings
from antiphon.tailor.sight import who_sees_what

tailoring = Routes("tailoring")


@tailoring.get("/audiences", "post.read", Page[told.AudienceTold])
def list_audiences(request: Call, filters: Query[told.AudienceFilter]) -> dict[str, Any]:  # noqa: ARG001
    """All audiences, the youngest first."""
    rows = queries.audiences(request.by.workspace)
    return leaf(request, rows, Order("made_at"), told.audiences)


@tailoring.post("/audiences", "audience.write", told.AudienceTold, status=201)
def make_audience(request: Call, body: told.NewAudience) -> told.AudienceTold:
    """Name an audience, and say what it asks of people."""
    asks = body.model_dump(exclude_unset=True, exclude={"name"})
    return told.audience(tailor.make_audience(request.by, body.name, **asks))


@tailoring.put("/audiences", "audience.write", told.AudienceTold)
def set_audience(request: Call, body: told.NewAudience) -> told.AudienceTold:
    """The audience of that name, made or changed so that it asks this and nothing else."""
    asks = body.model_dump(exclude_unset=True, exclude={"name"})
    return told.audience(tailor.set_audience(request.by, body.name, **asks))


@tailoring.get("/audiences/{uuid:id}", "post.read", told.AudienceTold)
def get_audience(request: Call, id: UUID) -> told.AudienceTold:
    """One of them."""
    return told.audience(one(queries.audiences(request.by.workspace), id))


@tailoring.patch("/audiences/{uuid:id}", "audience.write", told.AudienceTold)
def change_audience(request: Call, id: UUID, body: told.AudienceChange) -> told.AudienceTold:
    """Ask something else of its people; approvals of posts that speak to it are withdrawn."""
    row = one(queries.audiences(request.by.workspace), id)
    asks = body.model_dump(exclude_unset=True)
    return told.audience(tailor.change_audience(request.by, row, **asks))


@tailoring.get("/posts/{uuid:id}/variants", "post.read", list[told.VariantTold])
def list_variants(request: Call, id: UUID) -> list[told.VariantTold]:
    """How a post is told otherwise, the oldest first; the first 500."""
    return [told.variant(row) for row in queries.variants(_post(request, id))[:500]]


@tailoring.post("/posts/{uuid:id}/variants", "variant.write", list[told.VariantTold])
def tell_variants(request: Call, id: UUID, body: told.Versions) -> list[told.VariantTold]:
    """Write how it is told on channels, to audiences, or both; all of it, or nothing."""
    wanted: list[Version] = [
        {"channel": v.channel, "audience": v.audience, "words": v.words()}  # type: ignore[typeddict-item]
        for v in body.variants
    ]
    return [told.variant(row) for row in tailor.tell_each(request.by, _post(request, id), wanted)]


@tailoring.put("/posts/{uuid:id}/variant", "variant.write", told.VariantTold)
def tell_variant(request: Call, id: UUID, body: told.Version) -> told.VariantTold:
    """Write how it is told on one channel, to one audience, or both."""
    row = _post(request, id)
    words = body.words()
    made = tailor.tell(request.by, row, channel=body.channel, audience=body.audience, **words)
    return told.variant(made)


@tailoring.delete("/variants/{uuid:id}", "variant.write")
def untell_variant(request: Call, id: UUID) -> None:
    """Take a variant away; its people are told the post's own words, or another's."""
    tailor.untell(request.by, id)


@tailoring.get("/posts/{uuid:id}/tellings", "post.read", list[told.TellingTold])
def list_tellings(
    request: Call, id: UUID, filters: Query[told.SightFilter]
) -> list[told.TellingTold]:
    """What each channel would say, to whom, in which parts, and what stands against it."""
    rows = channels.channels(request.by.workspace)[:100]
    return [told.telling(one) for one in tellings(_post(request, id), rows, on=filters.on)]


@tailoring.get("/posts/{uuid:id}/sight", "post.read", list[told.SightTold])
def list_sight(request: Call, id: UUID, filters: Query[told.SightFilter]) -> list[told.SightTold]:
    """Who sees what: every audience, its variant, its channels; and whom nobody reaches."""
    rows = list(channels.channels(request.by.workspace)[:100])
    return [told.sight(one) for one in who_sees_what(_post(request, id), rows, on=filters.on)]


@tailoring.get("/posts/{uuid:id}/problems", "post.read", told.CheckedTold)
def check_post(request: Call, id: UUID, filters: Query[told.SightFilter]) -> told.CheckedTold:
    """Why it may not go out now, and everything that its channels would refuse."""
    row = _post(request, id)
    hindrance = plans.hindrance(row)
    found = tellings(row, channels.channels(request.by.workspace)[:100], on=filters.on)
    return told.CheckedTold(
        hindrance=Trouble.of(hindrance) if hindrance else None,
        problems=told.troubles([problem for one in found for problem in one.problems()]),
    )


def _post(request: Call, id: UUID) -> Post:
    return one(plans.posts(request.by.workspace), id)
