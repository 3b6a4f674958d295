"""How one speaks to the TikTok API for Business: its host, its token, success only as code 0.

Source: business-api.tiktok.com/portal/docs (v1.3, Accounts API), 2026-11-21.
"""

import json
from collections.abc import Mapping
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.values import Account, Credential, RemoteId
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.creator import BUSINESS
from antiphon.networks.tiktok.refusals import refusal

HOST = "https://business-api.tiktok.com"
VERSION = "/open_api/v1.3"
SCOPES = (
    "user.info.basic", "user.info.profile", "user.info.stats", "user.info.username",
    "user.account.type", "user.insights", "video.list", "video.insights", "video.upload",
    "video.publish", "comment.list", "comment.list.manage",
)  # fmt: skip

_ACCOUNT = ["username", "display_name", "profile_image", "followers_count", "is_business_account"]
_CLOSABLE = ("comment", "duet", "stitch")


class Office:
    """One account's calls to the API for Business."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.address = f"{http.host(HOST)}{VERSION}"
        self.headers = {"Access-Token": credential.secret("access_token")}

    async def get(self, path: str, **params: object) -> dict[str, Any]:
        """Ask; lists and objects go as JSON."""
        asked = {
            name: value if isinstance(value, str | int) else json.dumps(value)
            for name, value in params.items()
            if value is not None
        }
        return content(await self.http.get(f"{self.address}{path}", params=asked,
                                           headers=self.headers))  # fmt: skip

    async def post(
        self, path: str, body: Mapping[str, Any], *, effect: bool = False
    ) -> dict[str, Any]:
        """Change something, or prove something that is no address's business."""
        url = f"{self.address}{path}"
        return content(
            await self.http.post(url, json_body=body, headers=self.headers, effect=effect)
        )


def content(answer: Answer) -> dict[str, Any]:
    """What a success holds; refusals come with status 200 as well."""
    whole = answer.json()
    if not isinstance(whole, dict) or whole.get("code") != 0:
        raise refusal(answer) or answer.unclear("TikTok's answer did not say that it is done.")
    found = whole.get("data")
    return found if isinstance(found, dict) else {}


async def account_of(office: Office, business: str) -> Account:
    """The account behind a permission, and what it lets a post be at the moment."""
    told = await office.get("/business/get/", business_id=business, fields=_ACCOUNT)
    handle = str(told.get("username") or "")
    return Account(
        id=RemoteId(business),
        handle=handle,
        name=str(told.get("display_name") or handle),
        url=f"{office.http.host(wire.WEB)}/@{handle}",
        kind=BUSINESS,
        facts={"family": BUSINESS, **await settings(office, business)},
    )


async def settings(office: Office, business: str) -> dict[str, Any]:
    """Who may see and do what (the names of these fields are unverified)."""
    told = await office.get("/business/video/settings/", business_id=business)
    levels = told.get("privacy_level_options")
    longest = told.get("max_video_post_duration_sec")
    return {
        "privacy": [str(one) for one in levels] if isinstance(levels, list) else [],
        "off": [name for name in _CLOSABLE if told.get(f"{name}_disabled") is True],
        "longest": longest if isinstance(longest, int) else 0,
    }
