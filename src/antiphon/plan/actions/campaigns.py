"""Campaigns: making and changing them."""

from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from slugify import slugify

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import wording
from antiphon.plan.finding import found
from antiphon.plan.models import Campaign


class Facts(TypedDict, total=False):
    """What a campaign is, besides its name."""

    utm_campaign: str
    utm_medium: str
    begins_on: date | None
    ends_on: date | None


def make_campaign(by: By, name: str, **facts: Unpack[Facts]) -> Campaign:
    """Begin a campaign; web analytics know it by its plain name unless told otherwise."""
    permit(by, "campaign.write")
    given: dict[str, Any] = {"utm_campaign": slugify(name)[:100]} | dict(facts)
    return _stored(by, Campaign(workspace=by.workspace, name=name.strip(), **given))


def change_campaign(by: By, campaign: Campaign | UUID | str, **facts: Any) -> Campaign:
    """Change its name, tags or dates; links that were made already keep their tags."""
    permit(by, "campaign.write", campaign if isinstance(campaign, Campaign) else str(campaign))
    row = found(Campaign, by.workspace, campaign)
    for name in facts.keys() & {"name", *Facts.__annotations__}:
        setattr(row, name, facts[name])
    return _stored(by, row)


def _stored(by: By, campaign: Campaign) -> Campaign:
    _check(campaign)
    for field in ("utm_campaign", "utm_medium"):
        setattr(campaign, field, slugify(getattr(campaign, field), lowercase=False, separator="-"))
    try:
        with transaction.atomic():
            campaign.save()
            note(by, "campaign.write", campaign, after={"name": campaign.name})
    except IntegrityError:
        say = f"There is a campaign “{campaign.name}” already."
        raise BadInputError(Problem(field="name", rule="taken", say=say)) from None
    return campaign


def _check(campaign: Campaign) -> None:
    wording.check({"title": campaign.name})
    if is_blank(campaign.name) or len(campaign.name) > 120:
        say = "A campaign needs a name of at most 120 characters."
        raise BadInputError(Problem(field="name", rule="length", limit=120, say=say))
    if campaign.begins_on and campaign.ends_on and campaign.ends_on < campaign.begins_on:
        say = "The campaign would end before it begins."
        raise BadInputError(Problem(field="ends_on", rule="order", say=say))
