"""Our installation as authorization servers know it: by an address, without registration."""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from antiphon.connect.errors import FixSetup
from antiphon.connect.oauth import App
from antiphon.networks.bluesky import dpop

# What we ask for, no more (granular permissions, seen with @atproto/pds 0.5.35; bsky-docs).
SCOPES = (
    "atproto",
    "repo:app.bsky.feed.post",
    "repo:app.bsky.feed.threadgate",
    "repo:app.bsky.feed.postgate",
    "blob:*/*",
    "rpc:com.atproto.repo.uploadBlob?aud=*",
    "rpc:*?aud=did:web:api.bsky.app%23bsky_appview",
)
OLD_SCOPES = ("atproto", "transition:generic")
"""For servers that do not know granular permissions yet (`invalid_scope`)."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, kw_only=True)
class Client:
    """One way in which we introduce ourselves."""

    id: str
    redirect_uri: str
    scope: str
    key: str = ""
    """Private key as JSON, where the installation proves that it is itself."""

    def proof(self, issuer: str) -> dict[str, str]:
        """The form fields by which a confidential client proves itself (RFC 7523)."""
        if not self.key:
            return {}
        key = ECKey.import_key(json.loads(self.key))
        now = int(time.time())
        claims = {"iss": self.id, "sub": self.id, "aud": issuer, "jti": secrets.token_urlsafe(16),
                  "iat": now, "exp": now + 60}  # fmt: skip
        kid = json.loads(self.key).get("kid")
        header = {"alg": "ES256", **({"kid": kid} if kid else {})}
        return {
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(header, claims, key),
        }


def client_of(app: App, scopes: tuple[str, ...]) -> Client:
    """How this installation introduces itself: by its document, or from this machine only.

    An installation without a public https address is a loopback client: public, and its sessions
    end after two weeks (atproto.com/specs/oauth, @ab7b07d).
    """
    scope = " ".join(scopes)
    if app.client_id:
        return Client(
            id=app.client_id,
            redirect_uri=app.redirect_uri,
            scope=scope,
            key=app.client_secret.reveal(),
        )
    parts = urlsplit(app.redirect_uri)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        raise FixSetup("Name the address of this installation's client document as client id, or "
                       "open this installation at 127.0.0.1.")  # fmt: skip
    back = app.redirect_uri
    if parts.hostname == "localhost":  # only addresses are allowed to come back to
        netloc = parts.netloc.replace("localhost", "127.0.0.1", 1)
        back = urlunsplit(parts._replace(netloc=netloc))
    known = urlencode({"redirect_uri": back, "scope": scope})
    return Client(id=f"http://localhost?{known}", redirect_uri=back, scope=scope)


def client_metadata(
    *, address: str, home: str, redirect_uri: str, key: str = "", name: str = "Antiphon"
) -> dict[str, Any]:
    """The document to serve at `address`, which is our client id; `key` is our private key."""
    about: dict[str, Any] = {
        "client_id": address,
        "application_type": "web",
        "client_name": name,
        "client_uri": home,
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": " ".join(dict.fromkeys((*SCOPES, *OLD_SCOPES))),
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "none",
    }
    if not key:
        return about
    shown = {**dpop.public(key), "use": "sig", "alg": "ES256"}
    return {
        **about,
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [shown]},
    }
