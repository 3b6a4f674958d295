"""Signing in, and whose call it is."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from starlette.requests import Request

from antiphon.networks.bluesky.simulator.world import Account, Refused, Session, World

JKT = ("crv", "kty", "x", "y")


def document(world: World, account: Account) -> dict[str, Any]:
    """The DID document of an account, as the directory and the server give it."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": account.did,
        "alsoKnownAs": [f"at://{account.handle}"],
        "service": [
            {
                "id": "#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": world.base,
            }
        ],
    }


def caller(world: World, request: Request) -> Session:
    """Whose permission a call carries; raises what the real server answers."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if not token:
        raise Refused(401, "AuthMissing", "Authentication Required")
    session = world.access.get(token)
    if session is None or session.dead:
        raise Refused(400, "InvalidToken", "Token could not be verified")
    if bool(session.thumbprint) != (kind == "DPoP"):
        raise Refused(400, "InvalidToken", "Malformed token")
    if session.thumbprint and proof(world, request, token) != session.thumbprint:
        raise Refused(401, "invalid_token", "The proof is not of the token's key")
    if world.now() >= session.ends:
        if session.thumbprint:
            raise Refused(401, "invalid_token", '"exp" claim timestamp check failed')
        raise Refused(400, "ExpiredToken", "Token has expired")
    return session


def proof(world: World, request: Request, token: str = "") -> str:
    """The thumbprint of the key that signed this very call; asks for the nonce first."""
    status, header = (401 if token else 400), request.headers.get("dpop", "")
    try:
        head = json.loads(base64.urlsafe_b64decode(header.split(".")[0] + "=="))
        claims = jwt.decode(header, ECKey.import_key(head["jwk"]), algorithms=["ES256"]).claims
    except (ValueError, KeyError, TypeError, JoseError) as error:
        raise Refused(status, "invalid_dpop_proof", "Invalid DPoP proof") from error
    if claims.get("nonce") != world.nonce:
        raise wants_nonce(world, status)
    ath = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
    wanted = {"htm": request.method, "htu": str(request.url).partition("?")[0]}
    if token:
        wanted["ath"] = ath
    if head.get("typ") != "dpop+jwt" or any(claims.get(k) != v for k, v in wanted.items()):
        raise Refused(status, "invalid_dpop_proof", "DPoP proof mismatch")
    public = json.dumps({k: head["jwk"][k] for k in JKT}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(public.encode()).digest()).decode()


def wants_nonce(world: World, status: int) -> Refused:
    """The answer to a first proof."""
    say = "Authorization server requires nonce in DPoP proof"
    about = {"DPoP-Nonce": world.nonce}
    if status == 401:
        about["WWW-Authenticate"] = 'DPoP algs="ES256", error="use_dpop_nonce"'
    return Refused(status, "use_dpop_nonce", say, **about)


def may(session: Session, scope: str) -> None:
    """Whether a permission covers what is asked (403 ScopeMissingError, seen)."""
    if "transition:generic" not in session.scopes and scope not in session.scopes:
        raise Refused(403, "ScopeMissingError", f'Missing required scope "{scope}"')


def create(world: World, given: Mapping[str, Any]) -> dict[str, Any]:
    """com.atproto.server.createSession."""
    named = str(given.get("identifier") or "").lower()
    account = world.accounts.get(world.handles.get(named, named))
    password = str(given.get("password") or "")
    if not account or not account.app_password:
        raise Refused(401, "AuthenticationRequired", "Invalid identifier or password")
    if not secrets.compare_digest(account.app_password.encode(), password.encode()):
        raise Refused(401, "AuthenticationRequired", "Invalid identifier or password")
    _not_too_often(world, account)
    session = world.open(Session(did=account.did, ends=world.now()))
    account.sessions.append(session)
    return pair(world, session)


def _not_too_often(world: World, account: Account) -> None:
    """Thirty sign-ins in five minutes (seen)."""
    if not world.quirks.rate_limits:
        return
    now, span = world.now(), timedelta(minutes=5)
    account.sign_ins = [at for at in account.sign_ins if at > now - span]
    if len(account.sign_ins) >= 30:
        after = {"Retry-After": str(int((account.sign_ins[0] + span - now).total_seconds()) + 1)}
        raise Refused(429, "RateLimitExceeded", "Rate Limit Exceeded", **after)
    account.sign_ins.append(now)


def refresh(world: World, request: Request) -> dict[str, Any]:
    """com.atproto.server.refreshSession; the token before stays good for a while."""
    return pair(world, world.open(_refreshing(world, request)))


def end(world: World, request: Request) -> None:
    """com.atproto.server.deleteSession."""
    _refreshing(world, request).dead = True


def _refreshing(world: World, request: Request) -> Session:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    session = world.refresh.get(token)
    if session is None or session.dead or session.thumbprint:
        raise Refused(400, "ExpiredToken", "Token has been revoked")
    return session


def pair(world: World, session: Session) -> dict[str, Any]:
    """The answer that holds both tokens."""
    tokens = {"accessJwt": session.access, "refreshJwt": session.refresh}
    return {**tokens, **about(world, session)}


def about(world: World, session: Session) -> dict[str, Any]:
    """com.atproto.server.getSession."""
    account = world.accounts[session.did]
    return {
        "did": account.did,
        "handle": account.handle,
        "didDoc": document(world, account),
        "active": True,
    }


def describe(world: World) -> dict[str, Any]:
    """com.atproto.server.describeServer."""
    return {
        "did": server_did(world),
        "availableUserDomains": [".test"],
        "inviteCodeRequired": False,
        "blobUploadLimit": world.quirks.blob_limit,
        "links": {},
        "contact": {},
    }


def server_did(world: World) -> str:
    """The name of the server itself."""
    return "did:web:" + world.base.partition("://")[2].partition("/")[0].partition(":")[0]


def resolve(world: World, handle: str) -> dict[str, str]:
    """com.atproto.identity.resolveHandle."""
    did = world.handles.get(handle.lower())
    if did is None:
        raise Refused(400, "HandleNotFound", "Unable to resolve handle")
    return {"did": did}
