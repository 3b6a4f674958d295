"""The Comments API of the simulated LinkedIn."""

from typing import Any

from starlette.responses import JSONResponse, Response

from antiphon.connect.values import Metric
from antiphon.networks.linkedin.simulator.gate import Call, broken, forbidden, missing
from antiphon.networks.linkedin.simulator.world import Comment, Post, World

LONGEST = 1_250
KEPT = frozenset({"message", "content", "parentComment"})


def say(world: World, post: Post, actor: str, told: dict[str, Any]) -> Comment:
    """Put a comment under a post; it answers with the activity, whatever it was called."""
    number, at = str(world.new_id()), world.now()
    urn = f"urn:li:comment:({post.activity},{number})"
    moment = int(at.timestamp() * 1000)
    written = {
        **told,
        "id": number,
        "$URN": urn,
        "actor": actor,
        "object": post.activity,
        "created": {"actor": actor, "time": moment},
        "lastModified": {"actor": actor, "time": moment},
    }
    comment = Comment(urn=urn, id=number, post=post.urn, told=written, at=at)
    above = world.comments.get(told.get("parentComment", ""))
    if above is not None:
        above.replies.append(urn)
        above.told["commentsSummary"] = {"aggregatedTotalComments": len(above.replies)}
    world.comments[urn] = comment
    post.comments.append(urn)
    post.counts[Metric.REPLIES] += 1
    world.order.append(urn)
    return comment


async def create(call: Call) -> Response:
    """POST /rest/socialActions/{urn}/comments."""
    body, post = await call.body(), call.world.post_of(call.named())
    actor, text = body.get("actor", ""), (body.get("message") or {}).get("text", "")
    call.allow(actor, "w", "socialActions.CREATE")
    if post is None:
        raise missing()
    if call.world.post_of(str(body.get("object"))) is not post:
        raise broken("object", "is not what the path names")
    if not text or len(text) > LONGEST:
        raise broken("message", "is empty or too long", code="FIELD_LENGTH_TOO_LONG")
    for one in body.get("content", []):
        file = call.world.files.get(one["entity"]["image"])
        if file is None or file.owner != actor:
            raise broken("content", "names no file of the actor")
    kept = {name: value for name, value in body.items() if name in KEPT}
    comment = say(call.world, post, actor, kept)
    return JSONResponse(comment.told, 201, {"x-restli-id": comment.id})


async def find(call: Call) -> Response:
    """GET /rest/socialActions/{urn}/comments: a post's first ones, or a comment's replies."""
    urn, world = call.named(), call.world
    above = world.comments.get(urn)
    post = world.post_of(above.post if above else urn)
    if post is None:
        raise missing()
    call.allow(post.author, "r", "socialActions.GET_ALL")
    start, count = call.page()
    under = above.replies if above else post.comments
    known = [world.comments[one].told for one in under if one in world.comments]
    known = [one for one in known if above or "parentComment" not in one][start : start + count]
    return JSONResponse(
        {"paging": {"start": start, "count": count, "links": []}, "elements": known}
    )


def _one(call: Call) -> Comment:
    post = call.world.post_of(call.named())
    urn = f"urn:li:comment:({post.activity},{call.request.path_params['id']})" if post else ""
    comment = call.world.comments.get(urn)
    if comment is None:
        raise missing()
    return comment


async def get(call: Call) -> Response:
    """GET …/comments/{id}."""
    comment = _one(call)
    call.allow(call.world.posts[comment.post].author, "r", "socialActions.GET")
    return JSONResponse(comment.told)


async def change(call: Call) -> Response:
    """POST …/comments/{id}?actor=."""
    body, comment = await call.body(), _one(call)
    _own(call, comment)
    comment.told["message"] = {**comment.told["message"], **body["patch"]["message"]["$set"]}
    moment = int(call.world.now().timestamp() * 1000)
    comment.told["lastModified"] = {"actor": comment.told["actor"], "time": moment + 1}
    return JSONResponse(comment.told)


async def delete(call: Call) -> Response:
    """DELETE …/comments/{id}?actor=."""
    comment = _one(call)
    _own(call, comment)
    call.world.comments.pop(comment.urn)
    post = call.world.posts[comment.post]
    post.comments.remove(comment.urn)
    post.counts[Metric.REPLIES] -= 1
    return Response(status_code=204)


def _own(call: Call, comment: Comment) -> None:
    actor = call.query("actor")
    if actor != comment.told["actor"]:
        raise forbidden("socialActions.PARTIAL_UPDATE")
    call.allow(actor, "w", "socialActions.PARTIAL_UPDATE")
