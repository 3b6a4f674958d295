"""The way into the simulated API for Developers: who asks, what they may, what is answered."""

import re
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.networks.tiktok.simulator.answers import Refused, asked, refused, told
from antiphon.networks.tiktok.simulator.posting import Posting
from antiphon.networks.tiktok.simulator.showing import Showing
from antiphon.networks.tiktok.simulator.world import Account, Post, Token, World

UPLOAD = "/-/open-upload.tiktokapis.com/video/"
MINUTE, LIVES = timedelta(minutes=1), timedelta(hours=1)
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
Given = dict[str, Any]
Answers = Callable[[Request, Account, Given], Awaitable[Any]]


class Gate:
    """All paths of the API for Developers."""

    def __init__(self, world: World, posting: Posting, showing: Showing) -> None:
        self.world, self.posting, self.showing = world, posting, showing
        self.calls_a_minute = 1_000_000
        """Tests set it low to see a limit."""
        self._calls: dict[str, deque[Any]] = {}

    def routes(self) -> list[Route]:
        """The paths, and the scope that each asks for."""
        publish = "/v2/post/publish"
        table: tuple[tuple[str, str, Answers], ...] = (
            ("/v2/user/info/", "user.info.basic", self._user),
            (f"{publish}/creator_info/query/", "video.publish", self._creator),
            (f"{publish}/video/init/", "video.publish", self._video),
            (f"{publish}/inbox/video/init/", "video.upload", self._inbox),
            (f"{publish}/content/init/", "video.publish", self._photos),
            (f"{publish}/status/fetch/", "", self._status),
            ("/v2/video/list/", "video.list", self._list),
            ("/v2/video/query/", "video.list", self._query),
        )
        found = [
            Route(path, self._behind(scope, answers), methods=["GET", "POST"])
            for path, scope, answers in table
        ]
        return [*found, Route(UPLOAD, self._receive, methods=["PUT"])]

    def _behind(self, scope: str, answers: Answers) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                given = await asked(request)
                return told(await answers(request, self._caller(request, scope), given))
            except Refused as error:
                return refused(error)

        return answer

    def _caller(self, request: Request, scope: str) -> Account:
        token = self.token(request.headers.get("authorization", "").removeprefix("Bearer "))
        if scope and scope not in token.scopes:
            raise Refused("scope_not_authorized")
        return token.account

    def token(self, text: str) -> Token:
        """Whose token it is; refuses dead ones, and who asks too often."""
        found, at = self.world.tokens.get(text), self.world.now()
        if found is None or found.dead or (found.ends_at is not None and found.ends_at <= at):
            raise Refused("access_token_invalid")
        # A clock may also have been put back: what it has not reached yet does not count.
        calls = deque(one for one in self._calls.get(text, ()) if at - MINUTE < one <= at)
        self._calls[text] = calls
        if len(calls) >= self.calls_a_minute:
            raise Refused("rate_limit_exceeded")
        calls.append(at)
        return found

    async def _user(self, request: Request, account: Account, _given: Given) -> Any:
        fields = request.query_params.get("fields", "").split(",")
        return {"user": self.showing.user(account, fields)}

    async def _creator(self, _request: Request, account: Account, _given: Given) -> Any:
        self.posting.judge(account, in_app=False)
        return self.showing.creator(account)

    async def _video(self, _request: Request, account: Account, given: Given) -> Any:
        return self._opened(self.posting.video(account, given, in_app=False))

    async def _inbox(self, _request: Request, account: Account, given: Given) -> Any:
        if "post_info" in given:
            raise Refused("invalid_params", "post_info")
        return self._opened(self.posting.video(account, given, in_app=True))

    def _opened(self, post: Post) -> dict[str, str]:
        url = f"{self.posting.base}{UPLOAD}?upload_id={post.id}&upload_token=sandbox"
        return {"publish_id": post.publish, "upload_url": url}

    async def _photos(self, _request: Request, account: Account, given: Given) -> Any:
        return {"publish_id": (await self.posting.photos(account, given)).publish}

    async def _status(self, _request: Request, account: Account, given: Given) -> Any:
        post = self.world.publishes.get(str(given.get("publish_id")))
        if post is None or post.account is not account:
            raise Refused("invalid_publish_id")
        return self.showing.status(post)

    async def _list(self, _request: Request, account: Account, given: Given) -> Any:
        most = int(given.get("max_count") or 10)
        if not 1 <= most <= 20:
            raise Refused("invalid_params", "max_count")
        before = int(given.get("cursor") or 1 << 60)
        public = [one for one in self.world.public(account) if _milliseconds(one) < before]
        page = public[:most]
        cursor = _milliseconds(page[-1]) if page else before
        videos = [self.showing.video(post) for post in page]
        return {"videos": videos, "cursor": cursor, "has_more": len(public) > most}

    async def _query(self, _request: Request, account: Account, given: Given) -> Any:
        ids = (given.get("filters") or {}).get("video_ids") or []
        if not 1 <= len(ids) <= 20:
            raise Refused("invalid_params", "video_ids")
        public = {post.id: post for post in self.world.public(account)}
        return {"videos": [self.showing.video(public[id]) for id in ids if id in public]}

    async def _receive(self, request: Request) -> Response:
        post = self.world.uploads.get(request.query_params.get("upload_id", ""))
        if post is None or self.world.now() - post.created > LIVES:
            return Response(status_code=403)
        found = RANGE.fullmatch(request.headers.get("content-range", ""))
        body = await request.body()
        if found is None or int(found[3]) != post.size:
            return Response(status_code=416)
        return Response(status_code=self.posting.receive(post, int(found[1]), body))


def _milliseconds(post: Post) -> int:
    return int(post.created.timestamp() * 1000)
