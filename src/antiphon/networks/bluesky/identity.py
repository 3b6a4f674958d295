"""Who an account is and where it lives: handle to DID, DID to document, document to server."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from antiphon.connect.errors import ChangeIt, NetworkError, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.values import Account, RemoteId
from antiphon.networks.bluesky.facets import HANDLE
from antiphon.networks.bluesky.wire import SITE
from antiphon.networks.bluesky.xrpc import Xrpc

ENTRYWAY = "https://bsky.social"
"""Signs in the accounts that Bluesky hosts; each lives on another server (bsky-docs, @390c1e9)."""
VIDEO = "https://video.bsky.app"
PLC = "https://plc.directory"


def is_public(server: str) -> bool:
    """Whether a server is one of the internet; a trial server at home speaks plain http."""
    return server.startswith("https://")


def elsewhere(server: str, real: str) -> str:
    """Another host of the network; a stand-in serves it below its own address."""
    return real if is_public(server) else f"{server}/-/{urlsplit(real).netloc}"


def home(document: object, server: str) -> str:
    """The server that a DID document names; a trial server is believed by its address alone."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if str(service.get("id", "")).endswith("#atproto_pds"):
            named = str(service.get("serviceEndpoint", "")).rstrip("/")
            return named if is_public(named) and is_public(server) else server
    return server


def authority(url: str) -> str:
    """Host and port of an address, as hosts are listed."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def tidy(handle: str) -> str:
    """A handle as typed by people, made fit; or what else they may have typed, as it is."""
    return handle.strip().removeprefix("@").removeprefix(f"{SITE}/profile/").strip().lower()


class Directory:
    """Looks accounts up, without any permission."""

    def __init__(self, http: Http, server: str, plc: str = "") -> None:
        self.http, self.server = http, server
        self.plc = (plc or elsewhere(server, PLC)).rstrip("/")

    async def did_of(self, handle: str) -> str:
        """The DID of a handle; empty if nobody has it (400 HandleNotFound, seen)."""
        if handle.startswith("did:"):
            return handle
        if not HANDLE.fullmatch(handle):
            return ""
        name = "com.atproto.identity.resolveHandle"
        answer = await Xrpc(self.http, self.server).ask(
            name, {"handle": handle}, open=True, allow=(400,)
        )
        did = answer.told().get("did")
        return did if isinstance(did, str) and did.startswith("did:") else ""

    async def document(self, did: str) -> Mapping[str, Any]:
        """The document of a DID, from the directory or from its own domain; it must be its own."""
        if did.startswith("did:web:"):
            where = f"https://{did.removeprefix('did:web:')}/.well-known/did.json"
        else:
            where = f"{self.plc}/{did}"
        answer = await self.http.get(where, signed=False, allow=(404, 410))
        found = answer.told()
        if found.get("id") != did:
            raise SignInAgain("The directory does not know this account.")
        return found


async def server_of(http: Http, handle: str) -> str:
    """Where to sign in: the typed server, or where the account of a handle lives."""
    server = http.line.server
    if server != ENTRYWAY or not handle:
        return server
    directory = Directory(http, server)
    did = await directory.did_of(handle)
    if not did:
        raise ChangeIt("Nobody has this handle. Write it in full, like name.bsky.social.")
    return home(await directory.document(did), server)


async def account(xrpc: Xrpc, session: Mapping[str, Any]) -> Account:
    """The account of a session, with what its server announces."""
    did, handle = str(session.get("did") or ""), str(session.get("handle") or "")
    if not did.startswith("did:"):
        raise SignInAgain("The server did not say whose permission this is.")
    if session.get("active") is False:
        raise SignInAgain("The account is deactivated, suspended or taken down.")
    about = (await xrpc.ask("com.atproto.server.describeServer", open=True)).told()
    facts: dict[str, Any] = {"pds": xrpc.server, "server_did": str(about.get("did") or "")}
    if isinstance(about.get("blobUploadLimit"), int):
        facts["blob_limit"] = about["blobUploadLimit"]
    facts["video"] = await _video(xrpc)
    return Account(
        id=RemoteId(did),
        handle=handle,
        name=await _name(xrpc, did) or handle,
        url=f"{SITE}/profile/{handle}",
        kind="account",
        facts=facts,
    )


async def _name(xrpc: Xrpc, did: str) -> str:
    where = {"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"}
    answer = await xrpc.ask("com.atproto.repo.getRecord", where, open=True, allow=(400, 404))
    profile = answer.told().get("value")
    return str(profile.get("displayName") or "") if isinstance(profile, dict) else ""


async def _video(xrpc: Xrpc) -> str:
    """The video service, if it answers in its own way, be it that it wants a permission first."""
    service = elsewhere(xrpc.server, VIDEO)
    try:
        answer = await Xrpc(xrpc.http, service).ask(
            "app.bsky.video.getUploadLimits", open=True, allow=(400, 401, 403, 404, 501, 502)
        )
    except NetworkError:
        return ""
    known = answer.ok or (answer.status in {400, 401, 403} and "error" in answer.told())
    return service if known else ""
