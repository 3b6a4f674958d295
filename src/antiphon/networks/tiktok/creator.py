"""Whose account it is, and what it lets a post be: asked before every post, as TikTok demands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from antiphon.connect.errors import ChangeIt, NetworkError
from antiphon.connect.values import Account, Parcel, Receipt, RemoteId
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.api import Api, Office

SCOPES = (
    "user.info.basic", "user.info.profile", "user.info.stats", "video.list", "video.upload",
    "video.publish",
)  # fmt: skip
"""What we ask for; a person may grant less, and the granted ones stand in the credential."""
BUSINESS_SCOPES = (
    "user.info.basic", "user.info.profile", "user.info.stats", "user.info.username",
    "user.account.type", "user.insights", "video.list", "video.insights", "video.upload",
    "video.publish", "comment.list", "comment.list.manage",
)  # fmt: skip
"""The same for the API for Business."""
CREATOR, BUSINESS = "creator", "business"
"""The two kinds of permission; each belongs to an API of its own."""

_BASIC = "open_id,union_id,avatar_url,display_name"
_PROFILE = "bio_description,profile_deep_link,is_verified,username"
_OFFICE = ["username", "display_name", "profile_image", "followers_count", "is_business_account"]
_STATS = "follower_count,following_count,likes_count,video_count"
_CLOSABLE = ("comment", "duet", "stitch")


def fields(scopes: frozenset[str]) -> str:
    """What may be asked about the person; more than allowed is refused as a whole."""
    asked = [_BASIC]
    asked += [_PROFILE] if "user.info.profile" in scopes else []
    asked += [_STATS] if "user.info.stats" in scopes else []
    return ",".join(asked)


async def account(api: Api, scopes: frozenset[str], web: str) -> Account:
    """The account behind a permission, and what it lets a post be at the moment."""
    told = (await api.get("/user/info/", fields=fields(scopes))).get("user")
    user = told if isinstance(told, dict) else {}
    limits = await info(api) if "video.publish" in scopes else {}
    handle = str(user.get("username") or limits.get("username") or user.get("display_name") or "")
    return Account(
        id=RemoteId(str(user.get("open_id") or "")),
        handle=handle,
        name=str(user.get("display_name") or limits.get("nickname") or handle),
        url=f"{web}/@{handle}",
        kind=CREATOR,
        facts={"family": CREATOR, **limits},
    )


async def info(api: Api) -> dict[str, Any]:
    """What TikTok says of the account as one that posts."""
    told = await api.post("/post/publish/creator_info/query/")
    return {
        "username": str(told.get("creator_username") or ""),
        "nickname": str(told.get("creator_nickname") or ""),
        "avatar": str(told.get("creator_avatar_url") or ""),
        **_allowed(told),
    }


async def business_account(office: Office, business: str) -> Account:
    """The same for a permission of the API for Business."""
    told = await office.get("/business/get/", business_id=business, fields=_OFFICE)
    handle = str(told.get("username") or "")
    return Account(
        id=RemoteId(business),
        handle=handle,
        name=str(told.get("display_name") or handle),
        url=f"{office.http.host(wire.WEB)}/@{handle}",
        kind=BUSINESS,
        facts={"family": BUSINESS, **await business_info(office, business)},
    )


async def business_info(office: Office, business: str) -> dict[str, Any]:
    """Who may see and do what (the names of these fields are unverified)."""
    told = await office.get("/business/video/settings/", business_id=business)
    return _allowed(told)


def _allowed(told: Mapping[str, Any]) -> dict[str, Any]:
    levels = told.get("privacy_level_options")
    longest = told.get("max_video_post_duration_sec")
    return {
        "privacy": [str(one) for one in levels] if isinstance(levels, list) else [],
        "off": [name for name in _CLOSABLE if told.get(f"{name}_disabled") is True],
        "longest": longest if isinstance(longest, int) else 0,
    }


async def first_check(check: Callable[[Receipt], Awaitable[Receipt]], taken: Receipt) -> Receipt:
    """How far it is right after TikTok took it; it is taken, whatever becomes of the question."""
    try:
        return await check(taken)
    except NetworkError:
        return taken


def judge(parcel: Parcel, limits: Mapping[str, Any]) -> dict[str, str]:
    """Refuse what the account no longer allows; what it has switched off stays off."""
    chosen = wire.chosen_privacy(parcel)
    if limits["privacy"] and chosen not in limits["privacy"]:
        raise ChangeIt("The account does not offer this choice of who can see it. Choose again.")
    longest = max((one.seconds for one in parcel.enclosures), default=0.0)
    if limits["longest"] and longest > limits["longest"]:
        raise ChangeIt(
            f"This account may post videos of {limits['longest']} seconds at most; "
            f"this one has {longest:g}."
        )
    return {wire.OFF: " ".join(limits["off"]) or "-"}
