"""What came of posts: a page's from its share statistics, a member's from their own analytics."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.http import Http
from antiphon.connect.values import Address, Metric, Reading, RemoteId
from antiphon.networks.linkedin.urns import coded, listed, sort
from antiphon.networks.linkedin.wire import ORGANIZATION

PAGE_COUNTS = {
    "impressionCount": Metric.VIEWS,
    "uniqueImpressionsCount": Metric.REACH,
    "clickCount": Metric.CLICKS,
    "likeCount": Metric.LIKES,
    "commentCount": Metric.REPLIES,
    "shareCount": Metric.SHARES,
}
"""organizationalEntityShareStatistics, `totalShareStatistics`; organic only, twelve months back."""

MEMBER_COUNTS = {
    "IMPRESSION": Metric.VIEWS,
    "MEMBERS_REACHED": Metric.REACH,
    "RESHARE": Metric.SHARES,
    "REACTION": Metric.LIKES,
    "COMMENT": Metric.REPLIES,
}
"""memberCreatorPostAnalytics, `queryType`, one question each; needs r_member_postAnalytics."""

BATCH = 20
_PLACES = {"share": ("shares", "share"), "ugcPost": ("ugcPosts", "ugc")}


async def count(
    http: Http, address: Address, headers: Mapping[str, str], ids: Sequence[RemoteId]
) -> list[Reading]:
    """Readings of those posts of which LinkedIn tells us anything."""
    posts = [id for id in ids if sort(id) in _PLACES]
    if address.kind == ORGANIZATION:
        found = await _followers(http, address.id, headers) if address.id in ids else []
        for start in range(0, len(posts), BATCH):
            found += await _page(http, address.id, headers, posts[start : start + BATCH])
        return found
    if not address.facts.get("analytics"):
        return []
    return [reading for id in posts for reading in await _member(http, headers, id)]


async def _followers(http: Http, id: RemoteId, headers: Mapping[str, str]) -> list[Reading]:
    where = f"/rest/networkSizes/{coded(id)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"
    told = (await http.get(where, headers=headers)).json()
    size = told.get("firstDegreeSize")
    return [Reading(id=id, metric=Metric.FOLLOWERS, value=int(size))] if size is not None else []


async def _page(
    http: Http, id: RemoteId, headers: Mapping[str, str], posts: Sequence[RemoteId]
) -> list[Reading]:
    lists = {name: [one for one in posts if sort(one) == kind]
             for kind, (name, _short) in _PLACES.items()}  # fmt: skip
    asked = "".join(f"&{name}={listed(urns)}" for name, urns in lists.items() if urns)
    where = "/rest/organizationalEntityShareStatistics?q=organizationalEntity"
    url = f"{where}&organizationalEntity={coded(id)}{asked}"
    told = (await http.get(url, headers=headers)).json()
    return [reading for element in told.get("elements", []) for reading in readings(element)]


def readings(element: Mapping[str, Any]) -> list[Reading]:
    """One post's counts; what LinkedIn leaves out is nought, and taken-back likes go below it."""
    id = RemoteId(str(element.get("share") or element.get("ugcPost") or ""))
    told = element.get("totalShareStatistics") or {}
    return [
        Reading(id=id, metric=ours, value=max(0, int(told.get(theirs, 0))))
        for theirs, ours in PAGE_COUNTS.items()
        if id
    ]


async def _member(http: Http, headers: Mapping[str, str], id: RemoteId) -> list[Reading]:
    entity = f"({_PLACES[sort(id)][1]}:{coded(id)})"
    found = []
    for theirs, ours in MEMBER_COUNTS.items():
        query = f"q=entity&entity={entity}&queryType={theirs}&aggregation=TOTAL"
        url = f"/rest/memberCreatorPostAnalytics?{query}"
        elements = (await http.get(url, headers=headers)).json().get("elements", [])
        value = sum(int(one.get("count", 0)) for one in elements)
        found.append(Reading(id=id, metric=ours, value=value))
    return found
