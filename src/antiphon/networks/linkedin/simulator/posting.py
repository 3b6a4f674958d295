"""The Posts API of the simulated LinkedIn."""

import json
import re
from typing import Any

from starlette.responses import JSONResponse, Response

from antiphon.networks.linkedin.simulator.gate import Call, RefusedError, broken, missing
from antiphon.networks.linkedin.simulator.reader import places, shown
from antiphon.networks.linkedin.simulator.world import Member, Post, World

REQUIRED = ("author", "commentary", "visibility", "distribution", "lifecycleState")
KNOWN = {*REQUIRED, "content", "isReshareDisabledByAuthor", "reshareContext"}
VISIBILITIES = {"PUBLIC", "CONNECTIONS", "LOGGED_IN", "CONTAINER"}
DURATIONS = {"ONE_DAY", "THREE_DAYS", "SEVEN_DAYS", "FOURTEEN_DAYS"}
FACETS = {"geoLocations", "interfaceLocales", "industries", "seniorities", "jobFunctions",
          "staffCountRanges", "degrees", "fieldsOfStudy", "organizations"}  # fmt: skip
_LONG = "FIELD_LENGTH_TOO_LONG"
_TOO_SMALL = 300


async def create(call: Call) -> Response:
    """POST /rest/posts: an empty answer, the name in a header."""
    body, world = await call.body(), call.world
    for name in REQUIRED:
        if name not in body:
            raise broken(name, "field is required but not found", code="MISSING_FIELD")
    for name in body.keys() - KNOWN:
        raise broken(name, "unrecognized field found but not allowed", code="UNPERMITTED_FIELD")
    call.allow(body["author"], "w", "posts.CREATE")
    author = world.members[body["author"]]
    _check(body, author)
    _check_content(world, body.get("content") or {}, author)
    key = (author.urn, json.dumps([body["commentary"], body.get("content")], sort_keys=True))
    _refuse_twin(world, key)
    _spend(world, author)
    post = _make(world, body, author)
    world.first[key] = (post.urn, post.at)
    headers = {"x-restli-id": post.urn, "location": f"/posts/{post.urn.replace(':', '%3A')}"}
    return Response(status_code=201, headers=headers)


def _check(body: dict[str, Any], author: Member) -> None:
    if len(shown(body["commentary"]).encode("utf-16-le")) // 2 > 3_000:
        raise broken("commentary", "exceeds 3000 characters", code=_LONG)
    if body["visibility"] not in VISIBILITIES:
        raise broken("visibility", "is not a member of the enum")
    if body["visibility"] == "CONNECTIONS" and author.kind == "organization":
        raise broken("visibility", "organizations have no connections")
    if body["lifecycleState"] != "PUBLISHED":
        raise broken("lifecycleState", "only PUBLISHED can be created")
    spread = body["distribution"]
    if spread.get("feedDistribution") not in {"MAIN_FEED", "NONE"}:
        raise broken("distribution/feedDistribution", "is not a member of the enum")
    _check_audience(spread.get("targetEntities") or [], author)


def _check_audience(entities: list[dict[str, Any]], author: Member) -> None:
    if not entities:
        return
    if author.kind != "organization":
        raise broken("distribution/targetEntities", "is for organizations only")
    if author.followers < _TOO_SMALL:
        raise broken("distribution/targetEntities", "reaches fewer than 300 followers")
    for entity in entities:
        _check_facets(entity)


def _check_facets(entity: dict[str, Any]) -> None:
    where = "distribution/targetEntities"
    if entity.keys() - FACETS:
        raise broken(where, "holds an unknown facet")
    if set(entity.get("geoLocations", [])) - set(places().values()):
        raise broken(where, "holds an unknown place")
    for locale in entity.get("interfaceLocales", []):
        if not re.fullmatch("[a-z]{2}[A-Z]{2}", locale["language"] + locale["country"]):
            raise broken(where, "holds an unknown locale")


def _check_content(world: World, content: dict[str, Any], author: Member) -> None:
    if len(content) > 1:
        raise broken("content", "union with more than one member")
    if "article" in content:
        _check_article(content["article"])
    if "poll" in content:
        _check_poll(content["poll"])
    pictures = (content.get("multiImage") or {}).get("images", [])
    if "multiImage" in content and not 2 <= len(pictures) <= 20:
        raise broken("content/multiImage", "takes 2 to 20 images")
    for one in [content["media"]] if "media" in content else pictures:
        _check_file(world, one, author)


def _check_article(article: dict[str, Any]) -> None:
    if not article.get("source") or not article.get("title"):
        raise broken("content/article", "source and title are required", code="MISSING_FIELD")
    if len(article["title"]) > 400 or len(article.get("description", "")) > 4_086:
        raise broken("content/article", "is too long", code=_LONG)


def _check_poll(poll: dict[str, Any]) -> None:
    if len(poll["question"]) > 140 or any(len(one["text"]) > 30 for one in poll["options"]):
        raise broken("content/poll", "is too long", code=_LONG)
    if not 2 <= len(poll["options"]) <= 4 or poll["settings"]["duration"] not in DURATIONS:
        raise broken("content/poll", "is not a poll")


def _check_file(world: World, media: dict[str, Any], author: Member) -> None:
    file = world.files.get(media.get("id", ""))
    if file is None or file.owner != author.urn:
        raise broken("content", "names no file of the author")
    if len(media.get("altText", "")) > 4_086:
        raise broken("content", "altText is too long", code=_LONG)
    if "document" in file.urn and not media.get("title"):
        raise broken("content", "title is required", code="MISSING_FIELD")
    if file.ready_at is None:
        raise RefusedError(400, code="MEDIA_ASSET_WAITING_UPLOAD", message="Waiting for upload")
    if world.quirks.spoils:
        raise RefusedError(400, code="MEDIA_ASSET_PROCESSING_FAILED", message="Processing failed")
    if file.ready_at > world.now():
        raise RefusedError(400, code="MEDIA_ASSET_PROCESSING", message="Being processed")


def _refuse_twin(world: World, key: tuple[str, str]) -> None:
    urn, at = world.first.get(key, ("", world.now()))
    if urn not in world.posts or world.now() - at > world.quirks.duplicate_window:
        return
    said = {"code": "DUPLICATE_POST", "description": "Duplicate post is detected", "input": {}}
    raise RefusedError(
        422,
        errorDetailType="com.linkedin.common.error.BadRequest",
        message=f"Content is a duplicate of {urn}",
        errorDetails={"inputErrors": [said]},
    )


def _spend(world: World, author: Member) -> None:
    day = f"{world.now():%Y-%m-%d}"
    used = author.today[1] if author.today[0] == day else 0
    if world.quirks.posts_a_day is not None and used >= world.quirks.posts_a_day:
        say = "Resource level throttle MEMBER DAY limit for calls to this resource is reached."
        raise RefusedError(429, code="TOO_MANY_REQUESTS", message=say)
    author.today = (day, used + 1)


def _make(world: World, body: dict[str, Any], author: Member) -> Post:
    number, content = world.new_id(), body.get("content") or {}
    media = str((content.get("media") or {}).get("id", ""))
    is_ugc = "poll" in content or "multiImage" in content or ":video:" in media
    urn, at = f"urn:li:{'ugcPost' if is_ugc else 'share'}:{number}", world.now()
    moment = int(at.timestamp() * 1000)
    told = {
        **body,
        "id": urn,
        "createdAt": moment,
        "publishedAt": moment,
        "lastModifiedAt": moment,
        "lifecycleStateInfo": {"isEditedByAuthor": False},
    }
    post = Post(
        urn=urn,
        activity=f"urn:li:activity:{number + 1}",
        author=author.urn,
        told=told,
        at=at,
        text=shown(body["commentary"]),
    )
    world.posts[urn] = post
    world.aliases[post.activity] = urn
    author.posts.append(urn)
    world.order.append(urn)
    return post


async def find(call: Call) -> Response:
    """GET /rest/posts?q=author: newest first, as late as the list is."""
    call.hint("FINDER")
    author, world = call.query("author"), call.world
    if call.query("q") != "author":
        raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="There is no such finder.")
    call.allow(author, "r", "posts.FINDER-author")
    start, count = call.page()
    until = world.now() - world.quirks.list_lag
    found: list[dict[str, Any]] = []
    for urn in reversed(world.members[author].posts):
        if len(found) >= start + count:
            break
        post = world.posts.get(urn)
        if post and post.at <= until:
            found.append(post.told)
    paging = {"start": start, "count": count, "links": []}
    return JSONResponse({"paging": paging, "elements": found[start:]})


def _own(call: Call, right: str, what: str) -> Post:
    post = call.world.post_of(call.named())
    if post is None:
        raise missing()
    call.allow(post.author, right, what)
    return post


async def get(call: Call) -> Response:
    """GET /rest/posts/{urn}."""
    return JSONResponse(_own(call, "r", "posts.GET").told)


async def change(call: Call) -> Response:
    """POST /rest/posts/{urn}: a partial update."""
    call.hint("PARTIAL_UPDATE")
    patch = (await call.body()).get("patch", {}).get("$set", {})
    post = _own(call, "w", "posts.PARTIAL_UPDATE")
    if patch.keys() - {"commentary", "contentCallToActionLabel", "contentLandingPage"}:
        raise broken(next(iter(patch)), "cannot be changed", code="UNPERMITTED_FIELD")
    post.told.update(patch)
    post.told["lastModifiedAt"] = int(call.world.now().timestamp() * 1000)
    post.told["lifecycleStateInfo"] = {"isEditedByAuthor": True}
    post.text = shown(post.told["commentary"])
    return Response(status_code=204)


async def delete(call: Call) -> Response:
    """DELETE /rest/posts/{urn}: 204, also when it is gone already."""
    call.hint("DELETE")
    post = call.world.post_of(call.named())
    if post is not None:
        call.allow(post.author, "w", "posts.DELETE")
        call.world.posts.pop(post.urn)
        for urn in post.comments:
            call.world.comments.pop(urn, None)
    return Response(status_code=204)
