"""Figures and places of the simulated LinkedIn."""

from typing import Any

from starlette.responses import JSONResponse, Response

from antiphon.connect.values import Metric
from antiphon.networks.linkedin.simulator.gate import Call, RefusedError, forbidden, missing
from antiphon.networks.linkedin.simulator.reader import typeahead
from antiphon.networks.linkedin.simulator.world import Post

_MEMBER = {
    "IMPRESSION": Metric.VIEWS,
    "MEMBERS_REACHED": Metric.REACH,
    "RESHARE": Metric.SHARES,
    "REACTION": Metric.LIKES,
    "COMMENT": Metric.REPLIES,
}


async def shares(call: Call) -> Response:
    """GET /rest/organizationalEntityShareStatistics."""
    page = call.query("organizationalEntity")
    owner = call.world.members.get(page)
    runs = owner and owner.admin == call.session.member and owner.role == "ADMINISTRATOR"
    if not runs or not call.session.scopes & {"rw_organization_admin", "r_organization_admin"}:
        raise forbidden("organizationalEntityShareStatistics.FINDER-organizationalEntity")
    asked = [*call.listed("shares"), *call.listed("ugcPosts")]
    posts = [call.world.posts[urn] for urn in asked if urn in call.world.posts]
    elements = [_statistics(page, post) for post in posts if post.author == page]
    return JSONResponse({"paging": {"start": 0, "count": 10, "links": []}, "elements": elements})


def _statistics(page: str, post: Post) -> dict[str, Any]:
    views, counts = post.counts[Metric.VIEWS], post.counts
    done = sum(counts[one] for one in (Metric.CLICKS, Metric.LIKES, Metric.SHARES, Metric.REPLIES))
    told = {
        "impressionCount": views,
        "uniqueImpressionsCount": len(post.seen_by),
        "clickCount": counts[Metric.CLICKS],
        "likeCount": counts[Metric.LIKES],
        "commentCount": counts[Metric.REPLIES],
        "shareCount": counts[Metric.SHARES],
        "engagement": done / views if views else 0,
    }
    kept = {name: value for name, value in told.items() if value or name == "engagement"}
    sort = post.urn.split(":")[2]
    return {"organizationalEntity": page, sort: post.urn, "totalShareStatistics": kept}


async def member(call: Call) -> Response:
    """GET /rest/memberCreatorPostAnalytics, of one post (q=entity) or of all (q=me)."""
    if "r_member_postAnalytics" not in call.session.scopes:
        raise forbidden("memberCreatorPostAnalytics.FINDER-entity")
    metric = _MEMBER.get(call.query("queryType"))
    if metric is None or call.query("aggregation") != "TOTAL":
        raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="There is no such figure.")
    posts = [post for urn in _asked(call) if (post := call.world.posts.get(urn))]
    if call.query("q") == "entity" and not posts:
        raise missing()
    count = sum(len(one.seen_by) if metric is Metric.REACH else one.counts[metric] for one in posts)
    element = {"count": count, "metricType": call.query("queryType")}
    return JSONResponse({"paging": {"start": 0, "count": 10, "links": []}, "elements": [element]})


def _asked(call: Call) -> list[str]:
    own = call.world.members[call.session.member].posts
    if call.query("q") == "me":
        return own
    urn = call.query("entity").removeprefix("(").removesuffix(")").partition(":")[2]
    post = call.world.posts.get(urn)
    return [urn] if post and post.author == call.session.member else []


async def followers(call: Call) -> Response:
    """GET /rest/networkSizes/{urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER."""
    page = call.world.members.get(call.named())
    if page is None:
        raise missing()
    return JSONResponse({"firstDegreeSize": page.followers})


async def places(call: Call) -> Response:
    """GET /rest/geoTypeahead?q=search&query=."""
    if not any("organization" in scope for scope in call.session.scopes):
        raise forbidden("geoTypeahead.FINDER-search")
    found = typeahead(call.query("query"))
    return JSONResponse({"paging": {"start": 0, "count": 10, "links": []}, "elements": found})
