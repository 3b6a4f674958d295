"""How one gets into the simulated network: two pages to consent on, codes, tokens, permissions."""

import hmac
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from antiphon.networks.instagram.graph import Login, app_proof
from antiphon.networks.instagram.simulator.answers import DoorClosed, Refused
from antiphon.networks.instagram.simulator.reading import Reading
from antiphon.networks.instagram.simulator.world import Account, Given, Token, World

CLIENT_ID, CLIENT_SECRET = "990000000000001", "sandbox-instagram-secret"
FACEBOOK_ID, FACEBOOK_SECRET = "1178901234567890", "sandbox-facebook-secret"
SHORT, LONG, YOUNG = timedelta(hours=1), timedelta(days=60), timedelta(days=1)
GRANTED = {
    Login.INSTAGRAM: (
        "instagram_business_basic", "instagram_business_content_publish",
        "instagram_business_manage_comments", "instagram_business_manage_insights",
    ),
    Login.FACEBOOK: (
        "instagram_basic", "instagram_content_publish", "instagram_manage_comments",
        "instagram_manage_insights", "instagram_manage_contents", "pages_show_list",
        "pages_read_engagement", "business_management",
    ),
}  # fmt: skip


class Doors:
    """Who may come in, by which door, and as whom."""

    def __init__(self, world: World, reading: Reading) -> None:
        self.world, self.reading = world, reading
        self.quirks: set[str] = set()
        """`proof`: calls of Facebook Login must be proven; `declined`: a permission is missing;
        `wrapped`: a short token comes in a list of one; `young`: no token is renewed before it is
        a day old. That last one is what the real network does; others have no day to wait."""

    def caller(self, text: str, given: Given, at: datetime, login: Login) -> Token:
        """Whose token this is; each kind works at its own host only."""
        token = self.world.tokens.get(text)
        of_instagram = token is not None and token.kind == "instagram"
        if token is None or of_instagram is not (login is Login.INSTAGRAM):
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token")
        if token.ends is not None and token.ends <= at:
            token.dead = token.dead or 463
        if token.dead:
            raise Refused(190, "Error validating access token", token.dead)
        proof = given.get("appsecret_proof")
        if login is Login.FACEBOOK and (proof is not None or "proof" in self.quirks):
            wanted = app_proof(FACEBOOK_SECRET, text)
            if not hmac.compare_digest(str(proof), wanted):
                raise Refused(104, "Invalid appsecret_proof provided in the API argument")
        return token

    def consent(self, given: Given, login: Login) -> str:
        """The page on which a person agrees; there is one button for each account."""
        known = CLIENT_ID if login is Login.INSTAGRAM else FACEBOOK_ID
        if given.get("client_id") != known or not given.get("redirect_uri"):
            raise Refused(101, "Invalid platform app")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(str(given.get(name, "")))}">'
            for name in ("client_id", "redirect_uri", "state")
        )
        accounts = self.world.accounts.values()
        buttons = "".join(
            f'<p><button name="account" value="{one.id}">{escape(one.name)}</button></p>'
            for one in accounts
        )
        return (
            "<!doctype html><title>Simulated sign-in</title><h1>Simulated sign-in</h1>"
            f'<form method="post">{kept}{buttons}'
            '<p><button name="account" value="">Not now</button></p></form>'
        )

    def consented(self, given: Given) -> str:
        """Where the person is sent back to."""
        back, told = str(given.get("redirect_uri", "")), {"state": str(given.get("state", ""))}
        if given.get("account") in self.world.accounts:
            told["code"] = f"AQ{self.world.id()}"
            self.world.codes[told["code"]] = (str(given["account"]), back)
            mark = "#_"
        else:
            told |= {"error": "access_denied", "error_reason": "user_denied"}
            mark = ""
        return f"{back}{'&' if '?' in back else '?'}{urlencode(told)}{mark}"

    def short(self, given: Given, at: datetime) -> dict[str, Any]:
        """A code of Instagram's page becomes a token of an hour."""
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise DoorClosed("Error validating client secret.")
        account, back = self.world.codes.pop(str(given.get("code", "")), ("", ""))
        if not account or back != given.get("redirect_uri"):
            raise DoorClosed("Matching code was not found or was already used")
        scopes = [name for name in GRANTED[Login.INSTAGRAM] if not self._declines(name)]
        token = self.world.mint(self.world.accounts[account], "instagram", at, SHORT)
        told = {"access_token": token, "user_id": account, "permissions": scopes}
        return {"data": [told]} if "wrapped" in self.quirks else told

    def _declines(self, scope: str) -> bool:
        return "declined" in self.quirks and scope.endswith("content_publish")

    def lasting(self, given: Given, at: datetime) -> dict[str, Any]:
        """A token of an hour becomes one of 60 days, and one of 60 days a new one."""
        old = self.caller(str(given.get("access_token", "")), {}, at, Login.INSTAGRAM)
        renews = given.get("grant_type") == "ig_refresh_token"
        if "young" in self.quirks and renews and at - old.made < YOUNG:
            raise Refused(100, "The token is less than 24 hours old")
        if not renews and given.get("client_secret") != CLIENT_SECRET:
            raise Refused(104, "Error validating client secret.")
        token = self.world.mint(self.world.accounts[old.account], "instagram", at, LONG)
        seconds = int(LONG.total_seconds())
        return {"access_token": token, "token_type": "bearer", "expires_in": seconds}

    def of_facebook(self, given: Given, at: datetime) -> dict[str, Any]:
        """Codes and short tokens of Facebook become tokens of a person."""
        if (given.get("client_id"), given.get("client_secret")) != (FACEBOOK_ID, FACEBOOK_SECRET):
            raise Refused(1, "Error validating client secret.")
        if given.get("grant_type") == "fb_exchange_token":
            short = str(given.get("fb_exchange_token", ""))
            proven = {"appsecret_proof": app_proof(FACEBOOK_SECRET, short)}
            account, lasting = self.caller(short, proven, at, Login.FACEBOOK).account, LONG
        else:
            account, back = self.world.codes.pop(str(given.get("code", "")), ("", ""))
            lasting = SHORT
            if not account or back != given.get("redirect_uri"):
                raise Refused(100, "This authorization code has been used.", 36009)
        token = self.world.mint(self.world.accounts[account], "user", at, lasting)
        seconds = int(lasting.total_seconds())
        return {"access_token": token, "token_type": "bearer", "expires_in": seconds}

    def personal(self, edge: str, id: str, caller: Token, at: datetime) -> list[dict[str, Any]]:
        """What only a person has: permissions, Pages, businesses."""
        if caller.kind != "user":
            raise Refused(100, f"(#100) Tried accessing nonexisting field ({edge}) on node (Page)")
        if edge == "permissions":
            return [
                {"permission": name, "status": "declined" if self._declines(name) else "granted"}
                for name in GRANTED[Login.FACEBOOK]
            ]
        mine = [one for one in self.world.accounts.values() if one.owner == caller.owner]
        business = [one.facts.get("business", "") for one in mine]
        if edge == "businesses":
            return [{"id": name} for name in sorted({*business} - {""})]
        wanted = "" if edge == "accounts" else id
        found = zip(mine, business, strict=True)
        return [self.page(one, at) for one, owner in found if owner == wanted]

    def page(self, account: Account, at: datetime) -> dict[str, Any]:
        """The Page that an account is linked to."""
        linked = self.reading.account(account, by_instagram=False)
        return {
            "id": account.page,
            "name": account.name,
            "access_token": self.world.living(account, "page", at, None),
            "tasks": account.facts.get("tasks", "CREATE_CONTENT MANAGE").split(),
            "instagram_business_account": None if account.facts.get("unlinked") else linked,
        }
