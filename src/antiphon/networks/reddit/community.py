"""What a community wants of posts: read before anything is written; kept as a channel's facts."""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.values import Account, PostType, RemoteId
from antiphon.networks.reddit.api import WEB, Api

REQUIREMENTS = (
    "title_text_min_length", "title_text_max_length", "title_regexes", "title_required_strings",
    "title_blacklisted_strings", "body_restriction_policy", "body_text_min_length",
    "body_text_max_length", "body_regexes", "body_required_strings", "body_blacklisted_strings",
    "domain_blacklist", "domain_whitelist", "link_restriction_policy", "is_flair_required",
    "gallery_min_items", "gallery_max_items", "guidelines_text",
)  # fmt: skip
"""What is kept of `post_requirements`; the two of galleries are unverified."""

ALLOWS = {
    PostType.IMAGES: "allow_images",
    PostType.VIDEO: "allow_videos",
    PostType.POLL: "allow_polls",
}
"""The switches of a community; one that is left out is on."""

PROFILE, COMMUNITY = "profile", "community"
RULES, FLAIRS = 15, 100


async def account(api: Api, me: Mapping[str, Any], about: Mapping[str, Any]) -> Account:
    """One person in one community, with its rules."""
    name, user = str(about["display_name"]), str(me["name"])
    is_profile = name.casefold() == f"u_{user}".casefold()
    handle = f"u/{user}" if is_profile else f"r/{name}"
    return Account(
        id=RemoteId(f"{me['id']}/{about['name']}"),
        handle=handle,
        name=str(about.get("title") or name) if not is_profile else user,
        url=f"{WEB}/{handle.replace('u/', 'user/')}/",
        kind=PROFILE if is_profile else COMMUNITY,
        facts=await facts(api, user, about),
    )


async def about(api: Api, name: str) -> Mapping[str, Any]:
    """A community, or a profile by its name as one."""
    told = await api.get(f"/r/{name}/about")
    found = told.get("data") if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


async def facts(api: Api, user: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a post must know of the community."""
    name = str(about["display_name"])
    told = await _optional(api, f"/api/v1/{name}/post_requirements")
    rules = (await _optional(api, f"/r/{name}/about/rules")).get("rules") or []
    return {
        "user": user,
        "community": name,
        "forms": forms(about),
        "gallery": about.get("allow_galleries") is not False,
        "banned": bool(about.get("user_is_banned")),
        "adult": bool(about.get("over18") or about.get("over_18")),
        "subscribers": about.get("subscribers"),
        "wanted": wanted(told),
        "rules": [str(one.get("short_name", "")) for one in rules if isinstance(one, dict)][:RULES],
        "flairs": await _flairs(api, name) if about.get("link_flair_enabled") else [],
    }  # fmt: skip


def wanted(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of its requirements those that ask for something."""
    return {key: told[key] for key in REQUIREMENTS if told.get(key) not in (None, [], False)}


async def _optional(api: Api, path: str) -> Mapping[str, Any]:
    answer = await api.ask(path, allow=(400, 403, 404))
    return answer.told() if answer.ok else {}


async def _flairs(api: Api, name: str) -> list[list[str]]:
    """Those that this person may choose; asking makes nothing."""
    answer = await api.http.post(
        f"/r/{name}/api/flairselector",
        form={"api_type": "json", "is_newlink": "true"},
        params={"raw_json": 1},
        headers=api.headers,
        effect=False,
        allow=(400, 403, 404),
    )
    return flairs(answer.told())


def flairs(told: Mapping[str, Any]) -> list[list[str]]:
    """The id and the words of each flair that may be chosen."""
    return [
        [str(one["flair_template_id"]), str(one.get("flair_text") or "…")]
        for one in (told.get("choices") or [])[:FLAIRS]
        if isinstance(one, dict) and one.get("flair_template_id")
    ]


def forms(about: Mapping[str, Any]) -> list[str]:
    """The forms of post that a community takes."""
    kind = about.get("submission_type") or "any"
    found = {PostType.TEXT, PostType.POLL} if kind == "self" else set(_ALL)
    if kind == "link":
        found -= {PostType.TEXT}
    return [type for type in _ALL if type in found and about.get(ALLOWS.get(type, "")) is not False]


_ALL = (PostType.TEXT, PostType.LINK, PostType.IMAGES, PostType.VIDEO, PostType.POLL)
