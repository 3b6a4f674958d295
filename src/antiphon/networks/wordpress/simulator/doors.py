"""The ways into the simulated installation: pages, files, sign-in, and the REST interface."""

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from antiphon.networks.wordpress.simulator import people, posts, shapes
from antiphon.networks.wordpress.simulator.call import Call, RefusedError
from antiphon.networks.wordpress.simulator.state import Installation, Site, User
from antiphon.networks.wordpress.simulator.visitor import page

AUTHORIZE = "wp-admin/authorize-application.php"
_FILE = re.compile(r"wp-content/uploads/(\d+)/")
_NUMBERED = re.compile(r"wp/v2/(posts|media|comments)/(\d+)")
_PASSWORD = re.compile(r"wp/v2/users/me/application-passwords/([\w-]+)")
_WARNING = (
    b"<br />\n<b>Warning</b>: Undefined array key in <b>plugin.php</b> on line <b>7</b><br />\n"
)
_COLLECTIONS: dict[str, Callable[[Call], Any]] = {
    "wp/v2/posts": posts.collection,
    "wp/v2/media": posts.media_collection,
    "wp/v2/comments": people.comments,
    "wp/v2/users/me": people.me,
    "wp/v2/users/me/application-passwords/introspect": people.introspect,
    "wp/v2/categories": lambda call: people.terms(call, "categories"),
    "wp/v2/tags": lambda call: people.terms(call, "tags"),
}
_SINGLE: dict[str, Callable[[Call, int], Any]] = {
    "posts": posts.one,
    "media": posts.media_one,
    "comments": people.comment,
}


class Doors:
    """Reads a request, lets the right part answer, and writes the answer down."""

    def __init__(
        self,
        installation: Installation,
        *,
        base: str,
        now: Callable[[], datetime],
        quirks: set[str],
    ) -> None:
        self.installation, self.base, self.now, self.quirks = installation, base, now, quirks

    async def answer(self, request: Request) -> Response:
        """Everything below the installation's address."""
        site, path = self._site(request.path_params["path"])
        route = self._route(path, request)
        if route is not None:
            return await self._rest(request, site, route)
        if path == AUTHORIZE:
            return await self._authorize(request, site)
        if match := _FILE.match(path):
            return self._file(site, int(match[1]))
        if path.startswith("wp-json"):
            return HTMLResponse("<h1>Not Found</h1>", 404)
        return self._page(site)

    def _site(self, path: str) -> tuple[Site, str]:
        """The site below whose address a path lies; the main one for all others."""
        first, _, rest = path.partition("/")
        known = self.installation.sites.get(first) if first else None
        return (known, rest) if known else (self.installation.sites[""], path)

    def _route(self, path: str, request: Request) -> str | None:
        if "rest_route" in request.query_params and path in ("", "index.php"):
            return str(request.query_params["rest_route"]).strip("/")
        if (path == "wp-json" or path.startswith("wp-json/")) and "plain_links" not in self.quirks:
            return path.removeprefix("wp-json").strip("/")
        return None

    def _home(self, site: Site) -> str:
        return f"{self.base}/{site.path}".rstrip("/")

    def _root(self, site: Site) -> str:
        plain = "plain_links" in self.quirks
        return f"{self._home(site)}{'/?rest_route=/' if plain else '/wp-json/'}"

    async def _rest(self, request: Request, site: Site, route: str) -> Response:
        user, password = self._who(request)
        call = Call(
            method=request.method,
            route=route,
            query=dict(request.query_params),
            headers={**request.headers, ":password": password},
            body=await request.body(),
            site=site,
            home=self._home(site),
            user=user,
            now=self.now(),
            quirks=self.quirks,
            out={"Link": f'<{self._root(site)}>; rel="https://api.w.org/"'},
        )
        try:
            told: Any = self._told(call, signed_wrongly=bool(password) and user is None)
            status = int(call.out.pop(":status", "200"))
        except RefusedError as error:
            status, told = error.status, error.told
        body = json.dumps(told).encode()
        if "warnings_before_json" in self.quirks:
            body = _WARNING + body
        kept = {name: value for name, value in call.out.items() if not name.startswith(":")}
        return Response(body, status, {**kept, "Content-Type": "application/json; charset=UTF-8"})

    def _told(self, call: Call, *, signed_wrongly: bool) -> Any:
        if signed_wrongly:
            say = "The provided password is an invalid application password."
            raise RefusedError(401, "incorrect_password", say)
        if not call.route:
            allowed = "no_application_passwords" not in self.quirks
            return call.fields(shapes.index(call.home, call.site, passwords=allowed))
        if call.route in _COLLECTIONS:
            return _COLLECTIONS[call.route](call)
        if match := _NUMBERED.fullmatch(call.route):
            return _SINGLE[match[1]](call, int(match[2]))
        if call.method == "DELETE" and (match := _PASSWORD.fullmatch(call.route)):
            return people.password(call, match[1])
        say = "No route was found matching the URL and request method."
        raise RefusedError(404, "rest_no_route", say)

    def _who(self, request: Request) -> tuple[User | None, str]:
        """Who signs the request; nobody where the server drops the header."""
        scheme, _, told = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic" or "strips_authorization" in self.quirks:
            return None, ""
        try:
            login, _, password = base64.b64decode(told, validate=True).decode().partition(":")
        except ValueError:
            return None, "?"
        return self.installation.user_of(login, password), "".join(password.split())

    async def _authorize(self, request: Request, site: Site) -> Response:
        """The page that asks whether we may; a visitor of the sandbox says as whom."""
        query = request.query_params
        if request.method != "POST":
            return HTMLResponse(self._form(dict(query)))
        form = dict(parse_qsl((await request.body()).decode()))
        user = self.installation.users.get(form.get("user_login", ""))
        if "approve" not in form or user is None:
            return RedirectResponse(form.get("reject_url", self._home(site)), 302)
        told = {
            "site_url": self._home(site),
            "user_login": user.login,
            "password": "".join(user.new_password().split()),
        }
        back = form["success_url"]
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(told)}", 302)

    def _form(self, asked: dict[str, str]) -> str:
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(asked.get(name, ""))}">'
            for name in ("success_url", "reject_url", "app_name", "app_id")
        )
        users = "".join(f"<option>{escape(login)}</option>" for login in self.installation.users)
        return (
            f"<!doctype html><title>Authorize</title><h1>{escape(asked.get('app_name', ''))}</h1>"
            f'<form method="post">{kept}<select name="user_login">{users}</select>'
            '<button name="approve" value="1">Yes</button>'
            '<button name="reject" value="1">No</button></form>'
        )

    @staticmethod
    def _file(site: Site, id: int) -> Response:
        media = site.media.get(id)
        if media is None or not media.content:
            return HTMLResponse("<h1>Not Found</h1>", 404)
        return Response(media.content, media_type=media.mime)

    def _page(self, site: Site) -> Response:
        html = page(site, self._root(site))
        if "no_link_header" in self.quirks:
            return HTMLResponse(html)
        return HTMLResponse(
            html, headers={"Link": f'<{self._root(site)}>; rel="https://api.w.org/"'}
        )
