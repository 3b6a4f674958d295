"""Posts of the simulated Reddit: every kind, with what communities refuse."""

from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.reddit.simulator import shapes
from antiphon.networks.reddit.simulator.gate import Call, RefusedError, made
from antiphon.networks.reddit.simulator.world import Community, Entry, File

SWITCHES = {"image": "allow_images", "video": "allow_videos", "poll": "allow_polls"}
REFUSALS = {"image": "NO_IMAGES", "video": "NO_VIDEOS", "poll": "INVALID_OPTION"}
_TITLE, _TEXT, _CAPTION, _FLAIR = 300, 40_000, 180, 64
_PLACE = "https://reddit-uploaded-"


async def submit(call: Call) -> dict[str, Any]:
    """POST /api/submit."""
    kind = call.word("kind")
    makers = {
        "self": _self, "link": _link, "image": _image, "video": _video, "crosspost": _crosspost,
    }  # fmt: skip
    if kind not in makers:
        raise RefusedError("INVALID_OPTION", "that option is not valid", "kind")
    community = _entered(call, kind)
    told, files = makers[kind](call)
    entry = _made(call, community, told, files)
    if files:
        entry.unseen = call.world.quirks.making
        page = f"https://www.reddit.com/user/{call.user.name}/submitted/"
        return made({"user_submitted_page": page, "websocket_url": "wss://none.redditmedia.com/"})
    url = f"https://www.reddit.com{shapes.permalink(entry)}"
    return made({"url": url, "drafts_count": 0, "id": entry.name[3:], "name": entry.name})


async def gallery(call: Call) -> dict[str, Any]:
    """POST /api/submit_gallery_post.json."""
    community = _entered(call, "image")
    if community.told.get("allow_galleries") is False:
        raise RefusedError("GALLERIES_DISABLED", "galleries are not allowed here", "sr")
    items = call.given.get("items") or []
    if not 2 <= len(items) <= 20 or any(len(one.get("caption", "")) > _CAPTION for one in items):
        raise RefusedError("BAD_GALLERY", "that gallery is not valid", "items")
    files = tuple(_file(call, str(one.get("media_id"))) for one in items)
    told = {
        "selftext": call.word("text"),
        "is_self": False,
        "is_gallery": True,
        "domain": "reddit.com",
        "gallery_data": {
            "items": [
                {"media_id": file.id, "id": place, "caption": one.get("caption", "")}
                for place, (file, one) in enumerate(zip(files, items, strict=True), 1)
            ]
        },
        "media_metadata": {file.id: {"status": "valid", "e": "Image"} for file in files},
    }
    return _shown(_made(call, community, told, files))


async def poll(call: Call) -> dict[str, Any]:
    """POST /api/submit_poll_post."""
    community = _entered(call, "poll")
    options = call.given.get("options") or []
    if not 2 <= len(options) <= 6:
        raise RefusedError("BAD_NUMBER", "a poll has two to six options", "options")
    days = call.given.get("duration")
    if not isinstance(days, int) or not 1 <= days <= 7:
        raise RefusedError("BAD_NUMBER", "a poll is open for one to seven days", "duration")
    told = {
        "poll_data": {
            "options": [{"id": str(n), "text": text} for n, text in enumerate(options)],
            "total_vote_count": 0,
            "voting_end_timestamp": int((call.world.now().timestamp() + days * 86_400) * 1000),
        }
    }
    entry = _made(call, community, told, ())
    seen = f"[View Poll](https://www.reddit.com/poll/{entry.name[3:]})"
    entry.told["selftext"] = f"{call.word('text')}\n\n{seen}".strip()
    return _shown(entry)


def _shown(entry: Entry) -> dict[str, Any]:
    return made({"url": f"https://www.reddit.com{shapes.permalink(entry)}", "id": entry.name})


def _entered(call: Call, kind: str) -> Community:
    """What is asked of every post: who, where, how it is called, what it says."""
    call.needs("submit")
    community = call.world.communities.get(call.word("sr").casefold())
    if community is None:
        raise RefusedError("SUBREDDIT_NOEXIST", "that community doesn't exist", "sr")
    _let_in(community, kind)
    title, text = call.word("title").strip(), call.word("text")
    if not title:
        raise RefusedError("NO_TEXT", "we need something here", "title")
    if len(title) > _TITLE:
        raise RefusedError("TOO_LONG", "this is too long (max: 300)", "title")
    if len(text) > _TEXT:
        raise RefusedError("TOO_LONG", "this is too long (max: 40000)", "text")
    _wanted(call, community, title)
    return community


def _let_in(community: Community, kind: str) -> None:
    told = community.told
    if told.get("user_is_banned"):
        raise RefusedError("BANNED_FROM_SUBREDDIT", "you are banned", "sr")
    if told.get(SWITCHES.get(kind, "")) is False:
        raise RefusedError(REFUSALS[kind], "this community does not allow that", "sr")
    only = told.get("submission_type", "any")
    if only == "self" and kind != "self":
        raise RefusedError("NO_LINKS", "that community only allows text posts", "sr")
    if only == "link" and kind == "self":
        raise RefusedError("NO_SELFS", "that community doesn't allow text posts", "sr")


def _wanted(call: Call, community: Community, title: str) -> None:
    for word in community.wanted.get("title_blacklisted_strings", ()):
        if word.casefold() in title.casefold():
            code = "SUBMIT_VALIDATION_TITLE_BLACKLISTED_STRING"
            raise RefusedError(code, f"Titles cannot contain “{word}”", "title")
    flair = call.word("flair_id")
    if community.wanted.get("is_flair_required") and not flair:
        raise RefusedError(
            "SUBMIT_VALIDATION_FLAIR_REQUIRED", "Your post must have a flair", "flair"
        )
    if flair and flair not in community.flairs:
        raise RefusedError("BAD_FLAIR_TEMPLATE_ID", "that flair is not valid", "flair_id")
    if len(call.word("flair_text")) > _FLAIR:
        raise RefusedError("TOO_LONG", "this is too long (max: 64)", "flair_text")


def _made(call: Call, community: Community, told: dict[str, Any], files: tuple[File, ...]) -> Entry:
    flair = call.word("flair_text") or community.flairs.get(call.word("flair_id"))
    entry = Entry(
        name=f"t3_{call.world.new_id()}",
        author=call.user.name,
        community=community.name,
        at=call.world.now(),
        told={
            "title": call.word("title").strip(),
            "over_18": call.switch("nsfw"),
            "spoiler": call.switch("spoiler"),
            "link_flair_text": flair,
            **told,
        },
        files=files,
    )
    call.world.write(entry)
    return entry


def _self(call: Call) -> tuple[dict[str, Any], tuple[File, ...]]:
    return {"selftext": call.word("text").strip()}, ()


def _link(call: Call) -> tuple[dict[str, Any], tuple[File, ...]]:
    url = call.word("url")
    if not url:
        raise RefusedError("NO_URL", "a url is required", "url")
    if not url.startswith(("http://", "https://")):
        raise RefusedError("BAD_URL", "you should check that url", "url")
    if not call.switch("resubmit") and any(
        one.told.get("url") == url for one in call.world.posts.values()
    ):
        raise RefusedError("ALREADY_SUB", "that link has already been submitted", "url")
    return {"url": url, "selftext": call.word("text").strip(), "is_self": False}, ()


def _crosspost(call: Call) -> tuple[dict[str, Any], tuple[File, ...]]:
    original = call.word("crosspost_fullname")
    if original not in call.world.posts:
        raise RefusedError(
            "INVALID_CROSSPOST_THING", "that isn't a valid post", "crosspost_fullname"
        )
    call.world.posts[original].counts["shares"] = (
        call.world.posts[original].counts.get("shares", 0) + 1
    )
    return {"crosspost_parent": original, "is_self": False}, ()


def _image(call: Call) -> tuple[dict[str, Any], tuple[File, ...]]:
    file = _file(call, call.word("url"))
    told = {"url": f"https://i.redd.it/{file.id}.png", "domain": "i.redd.it"}
    return {**told, "selftext": call.word("text").strip(), "is_self": False}, (file,)


def _video(call: Call) -> tuple[dict[str, Any], tuple[File, ...]]:
    if not call.word("video_poster_url"):
        raise RefusedError("NO_URL", "a poster is required", "video_poster_url")
    _file(call, call.word("video_poster_url"))
    file = _file(call, call.word("url"))
    if file.kind is not Kind.VIDEO:
        raise RefusedError("BAD_URL", "that is no video", "url")
    told = {"url": f"https://v.redd.it/{file.id}", "domain": "v.redd.it", "is_video": True}
    return {**told, "selftext": call.word("text").strip(), "is_self": False}, (file,)


def _file(call: Call, where: str) -> File:
    """A file by its address at the storage host, or by its number."""
    id = where.replace("%2F", "/").rpartition("/")[2]
    file = call.world.files.get(id)
    known = where == id or where.startswith(_PLACE)
    if file is None or not file.digest or file.owner != call.user.name or not known:
        raise RefusedError("BAD_URL", "that file is not there", "url")
    return file
