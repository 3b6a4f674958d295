"""Campaigns, and what they are known by."""

from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import desk as told
from antiphon.api.schemas.fields import Page, Paging, given
from antiphon.plan import actions as plan
from antiphon.plan import queries

campaigns = Routes("campaigns")


@campaigns.get("/campaigns", "post.read", Page[told.CampaignTold])
def list_campaigns(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """All campaigns, the youngest first."""
    rows = queries.campaigns(request.by.workspace)
    return leaf(request, rows, Order("made_at"), told.campaigns)


@campaigns.post("/campaigns", "campaign.write", told.CampaignTold, status=201)
def make_campaign(request: Call, body: told.NewCampaign) -> told.CampaignTold:
    """Begin a campaign; web analytics know it by its plain name unless told otherwise."""
    row = plan.make_campaign(request.by, body.name, **given(body, "name"))
    row.refresh_from_db()
    return told.campaigns([row])[0]


@campaigns.get("/campaigns/{uuid:id}", "post.read", told.CampaignTold)
def get_campaign(request: Call, id: UUID) -> told.CampaignTold:
    """One of them."""
    return told.campaigns([one(queries.campaigns(request.by.workspace), id)])[0]


@campaigns.patch("/campaigns/{uuid:id}", "campaign.write", told.CampaignTold)
def change_campaign(request: Call, id: UUID, body: told.CampaignChange) -> told.CampaignTold:
    """Change its name, tags or dates; links that were made already keep their tags."""
    row = one(queries.campaigns(request.by.workspace), id)
    return told.campaigns([plan.change_campaign(request.by, row, **given(body))])[0]
