"""What the simulated Reddit shows, and changes of what is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.networks.reddit.simulator import shapes
from antiphon.networks.reddit.simulator.gate import Call, RefusedError, StatusError, made
from antiphon.networks.reddit.simulator.world import Community, Entry, User, World

_COMMENT, _TEXT = 10_000, 40_000


async def me(call: Call) -> dict[str, Any]:
    """GET /api/v1/me."""
    call.needs("identity")
    return shapes.me(call.user, call.community(call.user.profile))


async def about(call: Call) -> dict[str, Any]:
    """GET /r/{sr}/about."""
    call.needs("read")
    return _community(call, call.community(call.request.path_params["sr"]))


def _community(call: Call, found: Community) -> dict[str, Any]:
    moderates = found.owner == call.user.name
    return shapes.community(found, call.user.name, moderates=moderates)


async def moderated(call: Call) -> dict[str, Any]:
    """GET /subreddits/mine/moderator."""
    call.needs("mysubreddits")
    mine = [one for one in call.world.communities.values() if one.owner == call.user.name]
    return shapes.listing([_community(call, one) for one in mine])


async def requirements(call: Call) -> dict[str, Any]:
    """GET /api/v1/{sr}/post_requirements."""
    call.needs("submit")
    found = call.community(call.request.path_params["sr"])
    lists = ("title_regexes", "title_required_strings", "title_blacklisted_strings",
             "body_regexes", "body_required_strings", "body_blacklisted_strings",
             "domain_blacklist", "domain_whitelist")  # fmt: skip
    return {
        **{name: [] for name in lists},
        "body_restriction_policy": "none",
        "link_restriction_policy": "none",
        "is_flair_required": False,
        "guidelines_text": None,
        **found.wanted,
    }


async def rules(call: Call) -> dict[str, Any]:
    """GET /r/{sr}/about/rules."""
    call.needs("read")
    call.community(call.request.path_params["sr"])
    return {"rules": [{"short_name": "Be kind", "kind": "all", "priority": 0}], "site_rules": []}


async def flairs(call: Call) -> dict[str, Any]:
    """POST /r/{sr}/api/flairselector."""
    call.needs("flair")
    found = call.community(call.request.path_params["sr"])
    choices = [
        {"flair_template_id": id, "flair_text": text, "flair_text_editable": False,
         "flair_css_class": "", "flair_position": "left"}
        for id, text in found.flairs.items()
    ]  # fmt: skip
    return {"choices": choices, "current": {"flair_template_id": None}}


async def own(call: Call) -> dict[str, Any]:
    """GET /user/{name}/submitted and …/comments, newest first."""
    call.needs("history")
    user = call.world.users.get(call.request.path_params["name"].casefold())
    if user is None:
        raise StatusError(404)
    is_posts = call.request.url.path.endswith("submitted")
    names = _seen(call.world, user) if is_posts else user.comments
    names, limit = names[::-1], min(100, int(call.query("limit", "25")))
    start = names.index(call.query("after")) + 1 if call.query("after") in names else 0
    page = names[start : start + limit]
    after = page[-1] if start + limit < len(names) else None
    return shapes.listing([_thing(call, name) for name in page], after)


def _seen(world: World, user: User) -> list[str]:
    """A post with a file stands in the list some time after it was made."""
    found = []
    for name in user.posts:
        entry = world.posts[name]
        if entry.files and world.quirks.fails:
            continue
        if entry.unseen:
            entry.unseen -= 1
        else:
            found.append(name)
    return found


def _thing(call: Call, name: str) -> dict[str, Any]:
    entry = call.world.posts.get(name)
    if entry:
        return shapes.post(call.world, entry, call.user.name)
    return shapes.comment(call.world, call.world.comments[name], call.user.name)


async def info(call: Call) -> dict[str, Any]:
    """GET /api/info?id=…: only what is known."""
    call.needs("read")
    names = [name for name in call.query("id").split(",") if call.world.entry(name)]
    return shapes.listing([_thing(call, name) for name in names])


async def talk(call: Call) -> list[dict[str, Any]]:
    """GET /comments/{id}: the post, and the tree below it; some of it may only be counted."""
    call.needs("read")
    post = call.world.posts.get(f"t3_{call.request.path_params['id']}")
    if post is None:
        raise StatusError(404)
    told = [name for name in post.comments if name in call.world.comments]
    hidden = told[: call.world.quirks.hides]
    below: dict[str, list[str]] = defaultdict(list)
    for name in told[len(hidden) :]:
        below[call.world.comments[name].parent].append(name)
    tree = _tree(call, post.name, below)
    if hidden:
        more = {"count": len(hidden), "children": [name[3:] for name in hidden], "id": "_"}
        tree.append({"kind": "more", "data": more})
    above = shapes.listing([shapes.post(call.world, post, call.user.name)])
    return [above, shapes.listing(tree)]


def _tree(call: Call, parent: str, below: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """What answers a post or a comment, the newest first."""
    found = []
    for name in reversed(below.get(parent, ())):
        answers = _tree(call, name, below)
        replies = shapes.listing(answers) if answers else ""
        comment = call.world.comments[name]
        found.append(shapes.comment(call.world, comment, call.user.name, replies))
    return found


async def more(call: Call) -> dict[str, Any]:
    """POST /api/morechildren."""
    call.needs("read")
    names = [f"t1_{id}" for id in call.word("children").split(",")]
    return made({"things": [_thing(call, name) for name in names if name in call.world.comments]})


async def comment(call: Call) -> dict[str, Any]:
    """POST /api/comment."""
    call.needs("submit")
    above = call.world.entry(call.word("thing_id"))
    text = call.word("text").strip()
    if above is None:
        raise RefusedError("DELETED_COMMENT", "that has been deleted", "parent")
    if not text:
        raise RefusedError("NO_TEXT", "we need something here", "text")
    if len(text) > _COMMENT:
        raise RefusedError("TOO_LONG", "this is too long (max: 10000)", "text")
    entry = say(call.world, above, call.user.name, text)
    told = shapes.comment(call.world, entry, call.user.name)
    return made({"things": [] if call.world.quirks.mute else [told]})


def say(world: World, above: Entry, author: str, text: str) -> Entry:
    """Put a comment below a post or a comment."""
    entry = Entry(
        name=f"t1_{world.new_id()}", author=author, community=above.community, at=world.now(),
        told={"body": text}, parent=above.name, post=above.post or above.name,
    )  # fmt: skip
    world.write(entry)
    return entry


async def edit(call: Call) -> dict[str, Any]:
    """POST /api/editusertext."""
    call.needs("edit")
    found = _mine(call, call.word("thing_id"))
    if len(call.word("text")) > _TEXT:
        raise RefusedError("TOO_LONG", "this is too long (max: 40000)", "text")
    if not found.parent and not found.told.get("is_self", True):
        raise RefusedError("placeholder", "This post can't be edited", None)
    found.told["body" if found.parent else "selftext"] = call.word("text").strip()
    found.told["edited"] = float(int(call.world.now().timestamp()))
    return made({"things": [_thing(call, found.name)]})


async def delete(call: Call) -> dict[str, Any]:
    """POST /api/del: an empty object, also for what is gone."""
    call.needs("edit")
    if call.world.entry(call.word("id")):
        call.world.remove(_mine(call, call.word("id")).name)
    return {}


def _mine(call: Call, name: str) -> Entry:
    found = call.world.entry(name)
    if found is None or found.author != call.user.name:
        raise StatusError(403)
    return found
