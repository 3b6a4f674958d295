"""Who a LinkedIn permission speaks for: the member, and the pages on which they may post."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from antiphon.connect.http import Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Account, RemoteId
from antiphon.networks.linkedin.urns import coded
from antiphon.networks.linkedin.wire import MEMBER, ORGANIZATION

VERSION = "202608"
"""LinkedIn-Version, chosen on 2026-11-21; a month is kept for at least twelve, so this one until
about 2027-08-15. A channel's facts may name another one (`version`)."""

POSTING = frozenset({"ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN"})
"""Organization access control: roles that may post for a page."""

READS = {ORGANIZATION: "r_organization_social", MEMBER: "r_member_social"}
WRITES = {ORGANIZATION: "w_organization_social", MEMBER: "w_member_social"}
_ANALYTICS = "r_member_postAnalytics"
_BATCH = 50


def headers(token: str, version: str = "") -> dict[str, str]:
    """What every call of the versioned interface must carry."""
    return {
        **bearer(token),
        "LinkedIn-Version": version or VERSION,
        "X-Restli-Protocol-Version": "2.0.0",
    }


async def member(http: Http, headers: Mapping[str, str]) -> Account:
    """The person, by OpenID Connect, or by the older profile where an app has only that."""
    answer = await http.get("/v2/userinfo", headers=headers, allow=(401, 403))
    if not answer.ok:
        return _profile((await http.get("/v2/me", headers=headers)).json())
    told = answer.json()
    return _member(str(told["sub"]), str(told.get("name", "")), told.get("locale") or {})


def _profile(told: Mapping[str, Any]) -> Account:
    names = (told.get("localizedFirstName", ""), told.get("localizedLastName", ""))
    return _member(str(told["id"]), " ".join(filter(None, names)), {})


def _member(id: str, name: str, locale: object) -> Account:
    country = locale.get("country", "") if isinstance(locale, Mapping) else ""
    return Account(
        id=RemoteId(f"urn:li:person:{id}"),
        handle=name or id,
        name=name or id,
        url="https://www.linkedin.com/in/me/",
        kind=MEMBER,
        facts={"country": country} if country else {},
    )


async def organizations(http: Http, headers: Mapping[str, str]) -> list[Account]:
    """The pages on which the person may post; none where the app may not ask."""
    query = "q=roleAssignee&state=APPROVED&count=100"
    answer = await http.get(f"/rest/organizationAcls?{query}", headers=headers, allow=(403,))
    if not answer.ok:
        return []
    roles = {
        str(one.get("organization") or one.get("organizationTarget")): str(one["role"])
        for one in answer.json().get("elements", [])
        if one.get("role") in POSTING and one.get("state", "APPROVED") == "APPROVED"
    }
    found: list[Account] = []
    urns = list(roles)
    for start in range(0, len(urns), _BATCH):
        batch = urns[start : start + _BATCH]
        told = await _batch(http, headers, [urn.rpartition(":")[2] for urn in batch])
        found += [_page(urn, told.get(urn.rpartition(":")[2], {}), roles[urn]) for urn in batch]
    return found


async def _batch(
    http: Http, headers: Mapping[str, str], ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    answer = await http.get(f"/rest/organizations?ids=List({','.join(ids)})", headers=headers)
    return dict(answer.json().get("results", {}))


def _page(urn: str, told: Mapping[str, Any], role: str) -> Account:
    id = urn.rpartition(":")[2]
    vanity = str(told.get("vanityName") or id)
    locale = told.get("defaultLocale") or {}
    return Account(
        id=RemoteId(urn),
        handle=vanity,
        name=str(told.get("localizedName") or vanity),
        url=f"https://www.linkedin.com/company/{vanity}/",
        kind=ORGANIZATION,
        facts={"role": role, **({"country": locale["country"]} if locale.get("country") else {})},
    )


async def discovered(
    http: Http, headers: Mapping[str, str], scopes: Collection[str]
) -> list[Account]:
    """All accounts of a permission, each with what may be done in its name."""
    found = [await member(http, headers), *await organizations(http, headers)]
    if scopes:
        found = [one for one in found if WRITES[one.kind] in scopes]
    return [await _judged(http, headers, one, scopes) for one in found]


async def _judged(
    http: Http, headers: Mapping[str, str], account: Account, scopes: Collection[str]
) -> Account:
    """With what may be read in its name: as granted, or tried where nobody tells us the scopes."""
    if scopes:
        reads, analytics = READS[account.kind] in scopes, _ANALYTICS in scopes
    else:
        reads = await may_read(http, headers, account.id)
        analytics = account.kind == MEMBER and await _may_count(http, headers)
    return with_facts(account, {"reads": reads, "analytics": analytics})


async def _may_count(http: Http, headers: Mapping[str, str]) -> bool:
    query = "q=me&queryType=IMPRESSION&aggregation=TOTAL"
    where = f"/rest/memberCreatorPostAnalytics?{query}"
    return (await http.get(where, headers=headers, allow=(400, 403, 404))).ok


async def may_read(http: Http, headers: Mapping[str, str], author: str) -> bool:
    """Whether own posts can be listed: tried, where nobody says which scopes were granted."""
    where = f"/rest/posts?author={coded(author)}&q=author&start=0&count=1&sortBy=CREATED"
    asking = {**headers, "X-RestLi-Method": "FINDER"}
    return (await http.get(where, headers=asking, allow=(400, 403))).ok


def with_facts(account: Account, facts: Mapping[str, Any]) -> Account:
    """The account, with what was known of it before."""
    return replace(account, facts={**facts, **account.facts})
