"""Signing in with a private key: proved by asking the relay, kept sealed, sent nowhere."""

from collections.abc import Mapping
from dataclasses import replace

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Credential
from antiphon.networks.nostr.chorus import Chorus
from antiphon.networks.nostr.events import web_of
from antiphon.networks.nostr.keys import Key
from antiphon.networks.nostr.relay import Relay
from antiphon.networks.nostr.whoami import account_of
from antiphon.networks.nostr.wire import MOST_RELAYS


class KeyDesk:
    """A person types the key of an account; its public half says which account that is."""

    sign_in = "key"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Ask the first relay what it knows of the key; where it asks, show that we hold it."""
        async with self.http.talk(signed=False):  # whoever mistyped the relay hears that first
            key = Key.typed(given.get("key", ""))
        relays = _addresses(given.get("relays", ""), "relays")[:MOST_RELAYS]
        media = next(iter(_addresses(given.get("media", ""), "media")), "")
        facts = {"relays": " ".join(relays), "media": media}
        chorus = Chorus([Relay(self.http, self.http.line.server, key)])
        account = await account_of(self.http, chorus, key.public, facts)
        credential = Credential(sign_in=self.sign_in, secrets={"key": key.secret}, facts=facts)
        return Grant(credential=credential, accounts=(replace(account, credential=credential),))


def _addresses(typed: str, field: str) -> list[str]:
    """Addresses separated by spaces, commas or lines; without a scheme they are meant secure."""
    written = typed.replace(",", " ").split()
    found = [web_of(one if "://" in one else f"https://{one}") for one in written]
    if not all(found):
        raise ChangeIt(f"One of the {field} is no address. Write it like wss://relay.example.com.")
    return list(dict.fromkeys(found))
