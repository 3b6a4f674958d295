"""The way into the simulated network: who asks, what is refused, in the API's own envelope."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.networks.snapchat.sealing import opened
from antiphon.networks.snapchat.simulator.world import Container, Post, Profile, World

PROFILES = "/v1/public_profiles"
LIVES = timedelta(days=1)
LASTS = {"ONE_DAY": 1, "TWO_DAYS": 2, "THREE_DAYS": 3, "ONE_WEEK": 7}
PARTS, PART, TEXT, TITLE = 35, 32_000_000, 160, 45
ID = "a1b2c3d4"
Answers = Callable[[Request, Profile], Awaitable[dict[str, Any]]]


class Refused(Exception):
    """A refusal by its word."""

    def __init__(self, word: str, say: str = "", *, status: int = 400) -> None:
        super().__init__(say or word)
        self.word, self.say, self.status = word, say or word, status


class Gate:
    """All paths of the API."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.is_listed = True
        """Whether Snap has the app on its list."""
        self.processing = timedelta(0)

    def routes(self) -> list[Route]:
        """The paths."""
        table: tuple[tuple[str, str, Answers], ...] = (
            ("GET", f"{PROFILES}/my_profile", self._mine),
            ("POST", f"{PROFILES}/{{profile}}/media", self._media),
            ("POST", f"{PROFILES}/{{profile}}/stories", self._story),
            ("POST", f"{PROFILES}/{{profile}}/spotlights", self._spotlight),
            ("POST", f"{PROFILES}/{{profile}}/saved_stories", self._saved),
            ("GET", f"{PROFILES}/{{profile}}/{{where}}/{{post}}/stats", self._stats),
            ("POST", "/v1/upload/{container}", self._add),
            ("POST", "/v1/finalize/{container}", self._finalize),
        )
        return [Route(path, self._behind(does), methods=[method]) for method, path, does in table]

    def _behind(self, answers: Answers) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            await request.body()
            try:
                told = await answers(request, self._caller(request))
            except Refused as error:
                body = {"request_status": "ERROR", "request_id": ID, "debug_message": error.say}
                word = {"error_code": error.word} if error.word else {}
                return JSONResponse({**body, **word}, status_code=error.status)
            return JSONResponse({"request_status": "SUCCESS", "request_id": ID, **told})

        return answer

    def _caller(self, request: Request) -> Profile:
        text = request.headers.get("authorization", "").removeprefix("Bearer ")
        token, at = self.world.tokens.get(text), self.world.now()
        if token is None or token.dead or (token.ends_at is not None and token.ends_at <= at):
            raise Refused("", "unauthorized: the token is not valid", status=401)
        asked = request.path_params.get("profile", token.profile.id)
        if not self.is_listed or asked != token.profile.id:
            raise Refused("AUTHORIZATION_PERMISSION_DENIED", status=403)
        return token.profile

    async def _mine(self, _request: Request, profile: Profile) -> dict[str, Any]:
        told = {
            "id": profile.id,
            "display_name": profile.name,
            "snap_user_name": profile.handle,
            "profile_type": "BUSINESS",
            "profile_tier": "TIER_PUBLIC",
            "subscriber_count": len(profile.subscribers),
        }
        wrapper = {"sub_request_status": "SUCCESS", "public_profile": told}
        return {"public_profiles": [wrapper]}

    async def _media(self, request: Request, profile: Profile) -> dict[str, Any]:
        given = await request.json()
        kind = str(given.get("type"))
        if kind not in {"VIDEO", "IMAGE"} or not (given.get("key") and given.get("iv")):
            raise Refused("", "type, key and iv are needed")
        found = self.world.contain(profile, kind, str(given["key"]), str(given["iv"]))
        return {
            "media_id": found.id,
            "add_path": f"/v1/upload/{found.id}",
            "finalize_path": f"/v1/finalize/{found.id}",
        }

    def _container(self, id: Any, profile: Profile) -> Container:
        found = self.world.containers.get(str(id))
        if found is None or found.profile is not profile:
            raise Refused("", "there is no such media")
        if self.world.now() - found.created > LIVES:
            raise Refused("MEDIA_EXPIRED")
        return found

    async def _add(self, request: Request, profile: Profile) -> dict[str, Any]:
        found = self._container(request.path_params["container"], profile)
        async with request.form(max_part_size=PART) as form:
            number, file = str(form.get("part_number", "")), form.get("file")
            body = b"" if file is None or isinstance(file, str) else await file.read()
        right = number.isdigit() and 1 <= int(number) <= PARTS
        if form.get("action") != "ADD" or not right or not 0 < len(body) <= PART:
            raise Refused("", "action, part_number or file is wrong")
        found.parts[int(number)] = body
        return {}

    async def _finalize(self, request: Request, profile: Profile) -> dict[str, Any]:
        found = self._container(request.path_params["container"], profile)
        sealed = b"".join(found.parts[number] for number in sorted(found.parts))
        try:
            body = opened(sealed, found.key, found.iv)
        except ValueError as error:
            raise Refused("", "the media cannot be decrypted") from error
        mime = "video/mp4" if found.kind == "VIDEO" else "image/jpeg"
        found.file = self.world.keep(body, mime)
        found.whole_at = found.whole_at or self.world.now()
        return {"media_id": found.id}

    def _ready(self, id: Any, profile: Profile) -> Container:
        """A file that can be posted by now."""
        found = self._container(id, profile)
        if found.whole_at is None or self.world.now() - found.whole_at < self.processing:
            raise Refused("MEDIA_PROCESSING")
        return found

    async def _story(self, request: Request, profile: Profile) -> dict[str, Any]:
        given = await request.json()
        lasts = LASTS.get(str(given.get("customized_ttl", "ONE_DAY")))
        if lasts is None:
            raise Refused("", "customized_ttl is unknown")
        post = self.world.show("stories", self._ready(given.get("media_id"), profile), "")
        post.ends_at = post.at + timedelta(days=lasts)
        post.options = {"customized_ttl": str(given.get("customized_ttl", "ONE_DAY"))}
        return {}

    async def _spotlight(self, request: Request, profile: Profile) -> dict[str, Any]:
        given = await request.json()
        text, locale = str(given.get("description", "")), str(given.get("locale", ""))
        if len(text) > TEXT or not locale:
            raise Refused("", "description is too long, or locale is missing")
        container = self._ready(given.get("media_id"), profile)
        if container.kind != "VIDEO":
            raise Refused("", "a Spotlight is a video")
        post = self.world.show("spotlights", container, text)
        post.options = {"locale": locale}
        return {"spotlight_id": post.id}

    async def _saved(self, request: Request, profile: Profile) -> dict[str, Any]:
        given = (await request.json())["saved_stories"]
        told = []
        for one in given:
            title = str(one.get("title", ""))
            if not title or len(title) > TITLE:
                raise Refused("", "title is missing or too long")
            container = self._ready(one["snap_sources"][0]["media_id"], profile)
            post = self.world.show("saved_stories", container, title)
            told.append({"sub_request_status": "SUCCESS", "saved_story": {"id": post.id}})
        return {"saved_stories": told}

    async def _stats(self, request: Request, profile: Profile) -> dict[str, Any]:
        path = request.path_params
        post = self.world.posts.get(f"{path['where']}/{path['post']}")
        if post is None or post.profile is not profile:
            raise Refused("", "there is no such post")
        return {"stats": _figures(post)}


def _figures(post: Post) -> dict[str, int]:
    name = {"spotlights": "SPOTLIGHT", "saved_stories": "SAVED_STORY"}.get(post.where, "STORY")
    return {
        f"{name}_VIEWS": len(post.viewers),
        f"{name}_FAVORITES": len(post.favourites),
        f"{name}_SHARES": post.shares,
    }
