"""How one gets into the simulated network: consent, codes, tokens."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

from antiphon.networks.google_business.simulator.answers import Refused, SignInRefused
from antiphon.networks.google_business.simulator.world import HOUR, World

Given = Mapping[str, Any]
CLIENT_ID, CLIENT_SECRET = "1178901234567-sandbox.apps.googleusercontent.com", "GOCSPX-sandbox"
SCOPE = "https://www.googleapis.com/auth/business.manage"


class Doors:
    """Who may come in, and as whom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scope = SCOPE
        """What the next person allows."""

    def caller(self, header: str, at: datetime) -> str:
        """Whose token this is."""
        kind, _space, text = header.partition(" ")
        token = self.world.access.get(text) if kind == "Bearer" else None
        if token is None or token.is_dead or (token.ends_at and token.ends_at <= at):
            say = "Request had invalid authentication credentials."
            raise Refused("UNAUTHENTICATED", say, reason="ACCESS_TOKEN_EXPIRED")
        return token.owner

    def consent(self, given: Given) -> str:
        """The page on which a person agrees; there is one button for each of them."""
        if given.get("client_id") != CLIENT_ID or given.get("scope") != SCOPE:
            raise SignInRefused("invalid_client")
        names = ("client_id", "redirect_uri", "state", "code_challenge", "scope")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(str(given.get(name, "")))}">'
            for name in names
        )
        people = "".join(
            f'<p><button name="person" value="{escape(owner)}">Continue as {escape(owner)}'
            "</button></p>"
            for owner in dict.fromkeys(place.owner for place in self.world.places.values())
        )
        return (
            "<!doctype html><title>Simulated sign-in</title><h1>Simulated sign-in</h1>"
            f'<form method="post">{kept}{people}'
            '<p><button name="person" value="">Cancel</button></p></form>'
        )

    def consented(self, given: Given) -> str:
        """Where the person is sent back to."""
        back, person = str(given.get("redirect_uri", "")), str(given.get("person", ""))
        told = {"error": "access_denied"}
        if person:
            code = self.world.id("4/0A")
            self.world.codes[code] = (person, back, str(given.get("code_challenge", "")))
            told = {"code": code, "scope": self.scope}
        told["state"] = str(given.get("state", ""))
        return f"{back}{'&' if '?' in back else '?'}{urlencode(told)}"

    def token(self, given: Given, at: datetime) -> dict[str, Any]:
        """Codes and refresh tokens become access tokens."""
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise SignInRefused("invalid_client", status=401)
        if given.get("grant_type") == "refresh_token":
            old = self.world.refresh.get(str(given.get("refresh_token", "")))
            if old is None or old.is_dead:
                raise SignInRefused("invalid_grant")
            return self._lent(old.owner, at)
        found = self.world.codes.pop(str(given.get("code", "")), None)
        if found is None or found[1] != given.get("redirect_uri"):
            raise SignInRefused("invalid_grant")
        digest = hashlib.sha256(str(given.get("code_verifier", "")).encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != found[2]:
            raise SignInRefused("invalid_grant")
        return {**self._lent(found[0], at), "refresh_token": self.world.grant(found[0])}

    def _lent(self, owner: str, at: datetime) -> dict[str, Any]:
        seconds = int(HOUR.total_seconds()) - 1
        told = {"access_token": self.world.lend(owner, at), "expires_in": seconds}
        return {**told, "scope": self.scope, "token_type": "Bearer"}

    def revoke(self, given: Given) -> dict[str, Any]:
        """The whole permission is taken back."""
        text = str(given.get("token", ""))
        token = self.world.refresh.get(text) or self.world.access.get(text)
        if token is None or token.is_dead:
            raise SignInRefused("invalid_token")
        self.world.kill(token.owner)
        return {}
