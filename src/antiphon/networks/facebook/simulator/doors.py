"""How one gets into the simulated network: consent, codes, tokens, permissions."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from antiphon.networks.facebook.graph import app_proof
from antiphon.networks.facebook.simulator.answers import Refused
from antiphon.networks.facebook.simulator.nodes import Nodes
from antiphon.networks.facebook.simulator.world import Page, Token, World

Params = Mapping[str, Any]
CLIENT_ID, CLIENT_SECRET = "1178901234567890", "sandbox-app-secret"
SHORT, LONG = timedelta(hours=1), timedelta(days=60)
GRANTED = (
    "pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_read_user_content",
    "pages_manage_engagement", "read_insights", "business_management", "public_profile",
)  # fmt: skip


class Doors:
    """Who may come in, and as whom."""

    def __init__(self, world: World, nodes: Nodes) -> None:
        self.world, self.nodes = world, nodes
        self.quirks: set[str] = set()
        """`proof`: each call must carry `appsecret_proof`; `declined`: a permission is missing."""

    def caller(self, text: str, given: Params, at: datetime) -> Token:
        """Whose token this is; refuses dead ones as the real one does."""
        if not text:
            raise Refused(2500, "An active access token must be used to query information")
        token = self.world.tokens.get(text)
        if token is None:
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token")
        if not token.dead and token.ends_at is not None and token.ends_at <= at:
            token.dead = 463
        if token.dead:
            raise Refused(190, "Error validating access token", sub=token.dead)
        proof = given.get("appsecret_proof")
        if proof is None and "proof" not in self.quirks:
            return token
        if not hmac.compare_digest(str(proof), app_proof(CLIENT_SECRET, text)):
            raise Refused(104, "Invalid appsecret_proof provided in the API argument")
        return token

    def consent(self, given: Params) -> str:
        """The page on which a person agrees; there is one button for each of them."""
        if given.get("client_id") != CLIENT_ID or not given.get("redirect_uri"):
            raise Refused(101, "Invalid App ID or redirect_uri")
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(str(given.get(name, "")))}">'
            for name in ("client_id", "redirect_uri", "state")
        )
        people = {page.owner: page for page in self.world.pages.values()}
        buttons = "".join(
            f'<p><button name="person" value="{owner}">Continue as owner of {escape(page.name)}'
            "</button></p>"
            for owner, page in people.items()
        )
        return (
            "<!doctype html><title>Simulated sign-in</title><h1>Simulated sign-in</h1>"
            f'<form method="post">{hidden}{buttons}'
            '<p><button name="person" value="">Not now</button></p></form>'
        )

    def consented(self, given: Params) -> str:
        """Where the person is sent back to."""
        person, back = str(given.get("person", "")), str(given.get("redirect_uri", ""))
        if not person:
            told = {"error": "access_denied", "error_reason": "user_denied"}
        else:
            code = "AQ" + self.world.id()
            self.world.codes[code] = (person, back)
            told = {"code": code}
        told["state"] = str(given.get("state", ""))
        return f"{back}{'&' if '?' in back else '?'}{urlencode(told)}"

    def tokens(self, given: Params, at: datetime) -> dict[str, Any]:
        """Codes and short tokens become tokens; the app must prove itself."""
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused(1, "Error validating client secret.")
        if given.get("grant_type") == "fb_exchange_token":
            short = str(given.get("fb_exchange_token", ""))
            proven = {"appsecret_proof": app_proof(CLIENT_SECRET, short)}
            old = self.caller(short, proven, at)  # the app has just shown its secret itself
            if old.kind != "user":
                raise Refused(100, "The token is not a user's")
            return self._minted(old.owner, at, LONG)
        found = self.world.codes.pop(str(given.get("code", "")), None)
        if found is None:
            raise Refused(100, "This authorization code has been used.", sub=36009)
        person, back = found
        if back != given.get("redirect_uri"):
            raise Refused(100, "Error validating verification code.", sub=36008)
        return self._minted(person, at, SHORT)

    def _minted(self, person: str, at: datetime, lasting: timedelta) -> dict[str, Any]:
        token = self.world.mint(whose=person, kind="user", owner=person, ends_at=at + lasting)
        seconds = int(lasting.total_seconds())
        return {"access_token": token, "token_type": "bearer", "expires_in": seconds}

    def me(self, caller: Token) -> dict[str, Any]:
        """The person behind a token."""
        name = next((name for name, id in self.world.people.items() if id == caller.owner), "")
        return {"id": caller.owner, "name": f"Owner of {name}"}

    def accounts(self, caller: Token) -> list[dict[str, Any]]:
        """The Pages of a person, each with a token."""
        self.only_people(caller, "accounts")
        mine = [page for page in self.world.pages.values() if page.owner == caller.owner]
        return [self._with_token(page) for page in mine if not page.facts.get("business")]

    def businesses(self, caller: Token) -> list[dict[str, Any]]:
        """The businesses of a person."""
        self.only_people(caller, "businesses")
        mine = [page for page in self.world.pages.values() if page.owner == caller.owner]
        names = {page.facts["business"] for page in mine if page.facts.get("business")}
        return [{"id": name, "name": f"Business {name}"} for name in sorted(names)]

    def owned(self, caller: Token, business: str) -> list[dict[str, Any]]:
        """The Pages of a business."""
        mine = [page for page in self.world.pages.values() if page.owner == caller.owner]
        return [self._with_token(page) for page in mine if page.facts.get("business") == business]

    def _with_token(self, page: Page) -> dict[str, Any]:
        return self.nodes.page(page, token=self.world.page_token(page))

    def permissions(self, caller: Token) -> list[dict[str, str]]:
        """What a person has allowed."""
        self.only_people(caller, "permissions")
        declined = {"pages_manage_posts"} if "declined" in self.quirks else set()
        return [
            {"permission": name, "status": "declined" if name in declined else "granted"}
            for name in GRANTED
        ]

    def only_people(self, caller: Token, edge: str) -> None:
        """Pages have no such edge."""
        if caller.kind != "user":
            say = f"Tried accessing nonexisting field ({edge}) on node type (Page)"
            raise Refused(100, say)
