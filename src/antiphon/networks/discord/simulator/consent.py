"""The page on which somebody chooses a channel, and the token that follows."""

import html
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.connect.oauth import Pkce
from antiphon.networks.discord.simulator import shapes
from antiphon.networks.discord.simulator.saying import new_code
from antiphon.networks.discord.simulator.world import World

_PAGE = """<!doctype html><html lang="en"><title>Discord</title><body>
<h1>An app wants to post to one of your channels</h1>
<form method="post">{hidden}{channels}</form></body></html>"""


class Consent:
    """Codes for channels."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def ask(self, request: Request) -> Response:
        """GET: a page with every channel to choose."""
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in request.query_params.items()
        )
        channels = "".join(
            f'<button name="channel" value="{one.id}">#{html.escape(one.name)}</button>'
            for one in self.world.handles.values()
        )
        return HTMLResponse(_PAGE.format(hidden=hidden, channels=channels))

    async def answer(self, request: Request) -> Response:
        """POST: back to where they came from, with a code."""
        told = {name: str(value) for name, value in (await request.form()).items()}
        back: dict[str, str] = {"state": told.get("state", "")}
        if told.get("channel") not in self.world.channels:
            back["error"] = "access_denied"
        else:
            back["code"] = new_code()
            self.world.codes[back["code"]] = told
        return RedirectResponse(f"{told['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        """POST /oauth2/token: a webhook for the chosen channel."""
        told = dict(await request.form())
        asked = self.world.codes.pop(str(told.get("code")), None)
        if asked is None or not _is_theirs(asked, told):
            return JSONResponse({"error": "invalid_grant"}, 400)
        channel = self.world.channels[asked["channel"]]
        hook = self.world.add_webhook(channel.name, channel.name.title(), channel)
        return JSONResponse({
            "access_token": new_code(), "token_type": "Bearer", "expires_in": 604_800,
            "refresh_token": new_code(), "scope": "webhook.incoming",
            "webhook": {**shapes.webhook(hook), "token": hook.token},
        })  # fmt: skip


def _is_theirs(asked: dict[str, str], told: dict[str, Any]) -> bool:
    """Whether who fetches the token is who asked for it."""
    proven = Pkce(str(told.get("code_verifier"))).challenge == asked.get("code_challenge")
    return proven and told.get("redirect_uri") == asked.get("redirect_uri")
