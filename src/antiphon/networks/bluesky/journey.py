"""Signing in at the account's own server: pushed request, PKCE, proof of possession, and checks.

atproto.com/specs/oauth (@ab7b07d); the whole way was driven against a real server (our recordings).
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import FixSetup, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, Pkce, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.bluesky import dpop
from antiphon.networks.bluesky.client import OLD_SCOPES, SCOPES, Client, client_metadata, client_of
from antiphon.networks.bluesky.identity import (
    Directory,
    account,
    authority,
    home,
    is_public,
    server_of,
    tidy,
)
from antiphon.networks.bluesky.xrpc import Xrpc

KEY = "oauth"
ENDPOINTS = ("pushed_authorization_request_endpoint", "authorization_endpoint", "token_endpoint")


class OAuthDesk:
    """Sends people to their own server and takes them back."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app
        self.authority = _Authority(http)

    @staticmethod
    def document(app: App, home: str) -> dict[str, Any]:
        """What authorization servers read about this installation at its client id."""
        return client_metadata(
            address=app.client_id,
            home=home,
            redirect_uri=app.redirect_uri,
            key=app.client_secret.reveal(),
        )

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:
        """Push what we ask for, and say where the person goes."""
        handle = tidy(given.get("handle", ""))
        pds = await server_of(self.http, handle)
        issuer = await self.authority.of(pds)
        about = await self.authority.about(issuer)
        pkce, key = Pkce.new(), dpop.new_key()
        wanted = {
            "response_type": "code",
            "state": state,
            "code_challenge": pkce.challenge,
            "code_challenge_method": "S256",
            **({"login_hint": handle} if handle else {}),
        }
        client, pushed = await self._push(about, wanted, key)
        page = authorize_url(
            about["authorization_endpoint"],
            client_id=client.id,
            request_uri=str(pushed.json().get("request_uri") or ""),
        )
        memory = {
            "state": state,
            "verifier": pkce.verifier,
            "dpop_key": key,
            "issuer": issuer,
            "pds": pds,
            "client_id": client.id,
            "redirect_uri": client.redirect_uri,
        }
        return Departure(url=page, memory=memory)

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Fetch the tokens, if everything that came back is what we sent out for."""
        if not secrets.compare_digest(memory["state"], answer.get("state", "")):
            raise SignInAgain("This sign-in was not started here. Start again.")
        if answer.get("error"):
            raise SignInAgain("The permission was not given.")
        issuer = memory["issuer"]
        if answer.get("iss") != issuer or not answer.get("code"):
            raise SignInAgain("The answer came from another server than we asked. Start again.")
        about, client = await self.authority.about(issuer), self._known(memory)
        form = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": client.redirect_uri,
            "code_verifier": memory["verifier"],
        }
        told = await self.authority.send(client, about, "token_endpoint", form, memory["dpop_key"])
        did = checked(told)
        pds = await self._verified(did, issuer, memory["pds"])
        kept = Credential(sign_in=KEY, secrets={"dpop_key": Secret(memory["dpop_key"])})
        facts = {
            "did": did,
            "pds": pds,
            "issuer": issuer,
            "scope": str(told.json()["scope"]),
            "client_id": client.id,
        }
        credential = _renewed(told, kept, facts)
        return Grant(credential=credential, accounts=(await self._account(credential, pds, did),))

    async def refresh(self, credential: Credential) -> Credential:
        """A new pair of tokens. The old one dies with its use, and using it twice kills both.

        So a lost answer leaves us unsure, and the person has to come again (seen).
        """
        about = await self.authority.about(credential.facts["issuer"])
        told = await self.authority.send(
            self._known(credential.facts),
            about,
            "token_endpoint",
            {
                "grant_type": "refresh_token",
                "refresh_token": credential.secret("refresh_token"),
            },
            credential.secret("dpop_key"),
            effect=True,
        )
        if checked(told) != credential.facts["did"]:
            raise SignInAgain("The server answered for another account.")
        return _renewed(told, credential, dict(credential.facts))

    async def revoke(self, credential: Credential) -> None:
        """Make all tokens of the session useless."""
        about = await self.authority.about(credential.facts["issuer"])
        if about.get("revocation_endpoint"):
            form = {"token": credential.secret("refresh_token")}
            client, key = self._known(credential.facts), credential.secret("dpop_key")
            await self.authority.send(client, about, "revocation_endpoint", form, key)

    async def _push(
        self, about: Mapping[str, str], wanted: Mapping[str, str], key: str
    ) -> tuple[Client, Answer]:
        for scopes in (SCOPES, OLD_SCOPES):
            client = client_of(self.app, scopes)
            form = {**wanted, "redirect_uri": client.redirect_uri, "scope": client.scope}
            end = "pushed_authorization_request_endpoint"
            try:
                return client, await self.authority.send(client, about, end, form, key)
            except FixSetup:
                if scopes is OLD_SCOPES:
                    raise
        raise AssertionError

    def _known(self, kept: Mapping[str, str]) -> Client:
        """Ourselves as we were introduced, whatever address we are opened at today."""
        id = kept["client_id"]
        key = self.app.client_secret.reveal() if id == self.app.client_id else ""
        return Client(id=id, redirect_uri=kept.get("redirect_uri", ""), scope="", key=key)

    async def _verified(self, did: str, issuer: str, asked: str) -> str:
        """The account's server, if that server agrees that this issuer signs its accounts in."""
        directory = Directory(self.http, asked, self.app.facts.get("plc_directory", ""))
        pds = home(await directory.document(did), asked)
        if await self.authority.of(pds) != issuer:
            raise SignInAgain("The server answered for an account that is not one of its own.")
        return pds

    async def _account(self, credential: Credential, pds: str, did: str) -> Any:
        line = replace(self.http.line, hosts=self.http.line.hosts | {authority(pds)})
        xrpc = Xrpc(Http(self.http.door, line), pds, credential)
        session = (await xrpc.ask("com.atproto.server.getSession")).json()
        if session.get("did") != did:
            raise SignInAgain("The server answered for another account.")
        return await account(xrpc, session)


class _Authority:
    """The servers that sign people in, as far as we speak to them."""

    def __init__(self, http: Http) -> None:
        self.http = http

    async def of(self, pds: str) -> str:
        """The authorization server that a server of accounts names; the entryway is its own."""
        where = f"{pds}/.well-known/oauth-protected-resource"
        answer = await self.http.get(where, signed=False, allow=(404,))
        named = answer.told().get("authorization_servers") if answer.ok else [pds]
        issuer = str(named[0]).rstrip("/") if isinstance(named, list) and named else ""
        if not issuer or (is_public(pds) and not is_public(issuer)):
            raise FixSetup("This server does not say where its accounts sign in.")
        return issuer

    async def about(self, issuer: str) -> dict[str, Any]:
        where = f"{issuer}/.well-known/oauth-authorization-server"
        about = (await self.http.get(where, signed=False)).told()
        scheme = issuer.partition("://")[0]
        ends = [str(about.get(name) or "") for name in ENDPOINTS]
        if about.get("issuer") != issuer or not all(one.startswith(f"{scheme}://") for one in ends):
            raise FixSetup("This server's words about its sign-in contradict themselves.")
        return about

    async def send(  # noqa: PLR0913
        self,
        client: Client,
        about: Mapping[str, str],
        end: str,
        form: Mapping[str, str],
        key: str,
        *,
        effect: bool = False,
    ) -> Answer:
        """Tell the authorization server something in the name of our installation."""

        def whole() -> dict[str, str]:
            return {**form, "client_id": client.id, **client.proof(about["issuer"])}

        return await dpop.send_form(self.http, about[end], whole, key, effect=effect)


def checked(answer: Answer) -> str:
    """The account of a token answer, which must be bound to our key and to the protocol."""
    told = answer.json()
    scopes = str(told.get("scope") or "").split()
    did = str(told.get("sub") or "")
    if told.get("token_type") != "DPoP" or "atproto" not in scopes or not did.startswith("did:"):
        raise SignInAgain("The server gave another permission than we asked for.")
    return did


def _renewed(answer: Answer, old: Credential, facts: Mapping[str, str]) -> Credential:
    return Credential(
        sign_in=KEY,
        secrets=tokens(answer, old),
        facts=facts,
        expires_at=expiry(answer.json().get("expires_in")),
        hosts=(authority(facts["pds"]), authority(facts["issuer"])),
    )
