"""How one gets into the simulated network: consent, codes, tokens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from antiphon.networks.threads.simulator.answers import Refused
from antiphon.networks.threads.simulator.world import Profile, Token, World

Given = Mapping[str, Any]
CLIENT_ID, CLIENT_SECRET = "3178901234567890", "sandbox-threads-secret"
SHORT, LONG, ENDLESS = timedelta(hours=1), timedelta(days=60), timedelta(days=36_500)


class Doors:
    """Who may come in, and as whom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.quirks: set[str] = set()
        """`young`: it renews only what is older than a day, as Threads does."""

    def caller(self, text: str, at: datetime) -> Profile:
        """Whose token this is."""
        return self.world.profiles[self._living(text, at).profile]

    def _living(self, text: str, at: datetime) -> Token:
        token = self.world.tokens.get(text)
        if token is None:
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if token.is_dead or token.ends_at <= at:
            raise Refused(190, "Error validating access token", sub=463, status=401)
        return token

    def consent(self, given: Given) -> str:
        """The page on which a person agrees; there is one button for each of them."""
        if given.get("client_id") != CLIENT_ID or not given.get("redirect_uri"):
            raise Refused(101, "Invalid App ID or redirect_uri")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(str(given.get(name, "")))}">'
            for name in ("client_id", "redirect_uri", "state")
        )
        people = "".join(
            f'<p><button name="person" value="{one.id}">Continue as {escape(one.name)}</button></p>'
            for one in self.world.profiles.values()
        )
        return (
            f"<!doctype html><title>Simulated sign-in</title><h1>Simulated sign-in</h1>"
            f'<form method="post">{kept}{people}'
            f'<p><button name="person" value="">Not now</button></p></form>'
        )

    def consented(self, given: Given) -> str:
        """Where the person is sent back to."""
        person, back = str(given.get("person", "")), str(given.get("redirect_uri", ""))
        told = {"error": "access_denied", "error_reason": "user_denied"}
        if person:
            code = "AQ" + self.world.id()
            self.world.codes[code] = (person, back)
            told = {"code": code}
        told["state"] = str(given.get("state", ""))
        return f"{back}{'&' if '?' in back else '?'}{urlencode(told)}#_"

    def short(self, given: Given, at: datetime) -> dict[str, Any]:
        """A code becomes a token for an hour."""
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused(101, "Error validating application.")
        found = self.world.codes.pop(str(given.get("code", "")), None)
        if found is None or found[1] != given.get("redirect_uri"):
            raise Refused(100, "Invalid authorization code", sub=36009)
        return {"access_token": self.world.mint(found[0], at, SHORT), "user_id": found[0]}

    def long(self, token: str, given: Given, at: datetime) -> dict[str, Any]:
        """A token for an hour becomes one for 60 days."""
        if given.get("client_secret") != CLIENT_SECRET:
            raise Refused(101, "Error validating client secret.")
        if given.get("grant_type") != "th_exchange_token":
            raise Refused(100, "Param grant_type is not valid.")
        return self._minted(self._living(token, at), at)

    def renewed(self, token: str, given: Given, at: datetime) -> dict[str, Any]:
        """Another 60 days."""
        if given.get("grant_type") != "th_refresh_token":
            raise Refused(100, "Param grant_type is not valid.")
        old = self._living(token, at)
        if "young" in self.quirks and at - old.made_at < timedelta(days=1):
            raise Refused(100, "The token is too young to be refreshed.")
        return self._minted(old, at)

    def _minted(self, old: Token, at: datetime) -> dict[str, Any]:
        token = self.world.mint(old.profile, at, LONG)
        seconds = int(LONG.total_seconds())
        return {"access_token": token, "token_type": "bearer", "expires_in": seconds}

    def about(self, token: str) -> dict[str, Any]:
        """What is known of a token."""
        found = self.world.tokens.get(token)
        if found is None:
            return {"data": {"is_valid": False}}
        told = {"is_valid": not found.is_dead, "user_id": found.profile}
        ends = 0 if found.ends_at - found.made_at == ENDLESS else int(found.ends_at.timestamp())
        return {"data": {**told, "expires_at": ends}}
