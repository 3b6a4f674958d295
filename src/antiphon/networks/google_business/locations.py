"""The places of a business as accounts that may become channels.

Sources: developers.google.com/my-business/reference/accountmanagement/rest/v1/accounts/list and
…/businessinformation/rest/v1/accounts.locations/list (2026-11-21).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antiphon.connect.values import Account, RemoteId
from antiphon.networks.google_business.google import ACCOUNTS, LOCATIONS, Google

MASK = "name,title,storeCode,metadata,websiteUri,languageCode"


async def found(google: Google) -> list[Account]:
    """Every place that this person may speak for, in whichever of their accounts it lies."""
    known: dict[str, Account] = {}
    for owner in await google.listed("/v1/accounts", "accounts", at=ACCOUNTS, pageSize=20):
        for told in await google.listed(
            f"/v1/{owner['name']}/locations",
            "locations",
            at=LOCATIONS,
            readMask=MASK,
            pageSize=100,
        ):
            known.setdefault(str(told.get("name")), account(str(owner["name"]), told))
    return list(known.values())


async def known(google: Google, id: str) -> Account:
    """One place with fresh facts, and what people think of it."""
    owner, place = parts(id)
    told = await google.get(f"/v1/{place}", at=LOCATIONS, readMask=MASK)
    found = account(owner, {"name": place, **told})
    if not found.facts.get("has_voice"):
        return found  # Google tells reviews only to those whom it trusts with the place
    page = await google.get(f"/v4/{id}/reviews", pageSize=1)
    opinion = {"rating": page.get("averageRating"), "reviews": page.get("totalReviewCount")}
    told_of = {name: value for name, value in opinion.items() if value is not None}
    return replace(found, facts={**found.facts, **told_of})


def parts(id: str) -> tuple[str, str]:
    """`accounts/1/locations/2` as `accounts/1` and `locations/2`."""
    owner, _slash, place = id.partition("/locations/")
    return owner, f"locations/{place}"


def account(owner: str, told: Mapping[str, Any]) -> Account:
    """A place; the older API, which takes posts, names it with the account in front."""
    title = str(told.get("title") or told["name"])
    metadata = told.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    facts = {
        "language": told.get("languageCode"),
        "website": told.get("websiteUri"),
        "place": metadata.get("placeId"),
        "review_at": metadata.get("newReviewUri"),
        "has_voice": metadata.get("hasVoiceOfMerchant"),
    }
    return Account(
        id=RemoteId(f"{owner}/{told['name']}"),
        handle=str(told.get("storeCode") or title),
        name=title,
        url=str(metadata.get("mapsUri") or ""),
        kind="location",
        facts={name: value for name, value in facts.items() if value is not None},
    )
