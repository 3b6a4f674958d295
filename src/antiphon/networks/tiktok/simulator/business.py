"""The way into the simulated API for Business: everything is answered with status 200."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.networks.tiktok.simulator.answers import Refused, asked, declined, done
from antiphon.networks.tiktok.simulator.gate import Gate
from antiphon.networks.tiktok.simulator.world import Account, Post

ROOT = "/-/business-api.tiktok.com/open_api/v1.3/business"
COMMENT = 150
Given = dict[str, Any]
Answers = Callable[[Account, Given], Awaitable[Any]]


class Business:
    """All paths of the API for Business."""

    def __init__(self, gate: Gate) -> None:
        self.gate, self.world = gate, gate.world
        self.posting, self.showing = gate.posting, gate.showing

    def routes(self) -> list[Route]:
        """The paths."""
        table: tuple[tuple[str, str, Answers], ...] = (
            ("GET", "/get/", self._get),
            ("GET", "/video/settings/", self._settings),
            ("POST", "/video/publish/", self._video),
            ("POST", "/photo/publish/", self._photo),
            ("GET", "/publish/status/", self._status),
            ("GET", "/video/list/", self._list),
            ("GET", "/comment/list/", self._comments),
            ("POST", "/comment/create/", self._comment),
        )
        return [
            Route(f"{ROOT}{path}", self._behind(answers), methods=[method])
            for method, path, answers in table
        ]

    def _behind(self, answers: Answers) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                given = {**request.query_params, **await asked(request)}
                return done(await answers(self._caller(request, given), given))
            except Refused as error:
                return declined(error)

        return answer

    def _caller(self, request: Request, given: Given) -> Account:
        account = self.gate.token(request.headers.get("access-token", "")).account
        if given.get("business_id") != account.id:
            raise Refused("scope_not_authorized", "business_id")
        return account

    async def _get(self, account: Account, _given: Given) -> Any:
        return {
            "username": account.handle,
            "display_name": account.name,
            "profile_image": "",
            "followers_count": len(account.followers),
            "is_business_account": account.is_business,
        }

    async def _settings(self, account: Account, _given: Given) -> Any:
        return self.showing.limits(account)

    async def _video(self, account: Account, given: Given) -> Any:
        info = dict(given.get("post_info") or {})
        post = await self.posting.pulled(account, str(given.get("video_url") or ""), info)
        return {"share_id": post.publish}

    async def _photo(self, account: Account, given: Given) -> Any:
        info = dict(given.get("post_info") or {})
        in_app = bool(info.get("is_draft"))
        post = await self.posting.pictures(account, info, given, in_app=in_app)
        return {"share_id": post.publish}

    async def _status(self, account: Account, given: Given) -> Any:
        post = self.world.publishes.get(str(given.get("publish_id")))
        if post is None or post.account is not account:
            raise Refused("invalid_publish_id")
        at = self.world.now()
        found = {"status": post.status(at), "reason": post.failed}
        return {**found, "post_ids": [post.id] if post.is_public(at) else []}

    async def _list(self, account: Account, given: Given) -> Any:
        public = list(self.world.public(account))
        if "filters" in given:
            wanted = json.loads(given["filters"]).get("video_ids", [])
            public = [post for post in public if post.id in wanted]
        most = int(given.get("max_count") or 10)
        if "item_id" not in json.loads(given.get("fields") or "[]") or not 1 <= most <= 20:
            raise Refused("invalid_params", "fields or max_count")
        shown = [self.showing.item(post) for post in public[:20]]
        return {"videos": shown, "has_more": False, "cursor": 0}

    async def _comments(self, account: Account, given: Given) -> Any:
        post = self._post(account, given)
        begin, most = int(given.get("cursor") or 0), int(given.get("max_count") or 20)
        newest = list(reversed(post.comments))[begin : begin + most]
        return {
            "comments": [self.showing.comment(one) for one in newest],
            "has_more": begin + most < len(post.comments),
            "cursor": begin + len(newest),
        }

    async def _comment(self, account: Account, given: Given) -> Any:
        post, text = self._post(account, given), str(given.get("text") or "")
        if not text or len(text) > COMMENT:
            raise Refused("invalid_params", "text")
        author = (account.id, account.name)
        return {"comment_id": self.world.reply(post, author, text, self.world.now()).id}

    def _post(self, account: Account, given: Given) -> Post:
        post = self.world.posts.get(str(given.get("video_id")))
        if post is None or post.account is not account or not post.is_public(self.world.now()):
            raise Refused("invalid_publish_id", "video_id")
        return post
