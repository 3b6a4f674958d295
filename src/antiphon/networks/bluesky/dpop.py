"""Proof of possession: a stolen token is useless without the key that signs each call (RFC 9449).

A server first answers with a nonce and wants the call again with it; what it answered so, it did
not carry out. Nonces change after at most five minutes (seen), and each server has its own.
"""

import base64
import hashlib
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.networks.bluesky.refusals import refusal

_MOST = 1000
_nonces: OrderedDict[str, str] = OrderedDict()
"""The newest nonce of each server; forgetting one costs one more call."""


def new_key() -> str:
    """A fresh key of one session, as JSON; it is a secret."""
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True))


def public(key: str) -> dict[str, Any]:
    """The half of a key that may be shown."""
    return dict(ECKey.import_key(json.loads(key)).as_dict(private=False))


class Prover:
    """Signs calls with one session's key."""

    def __init__(self, key: str) -> None:
        self._key = ECKey.import_key(json.loads(key))
        self._public = self._key.as_dict(private=False)

    def header(self, method: str, url: str, token: str = "") -> dict[str, str]:
        """The headers that sign this very call; the token, where there is one, goes with them."""
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": url.partition("?")[0],
            "iat": int(time.time()),
        }
        nonce = _nonces.get(_server(url))
        if nonce:
            claims["nonce"] = nonce
        if token:
            digest = hashlib.sha256(token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        about = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._public}
        signed = {"DPoP": jwt.encode(about, claims, self._key)}
        return {**signed, "Authorization": f"DPoP {token}"} if token else signed


def learn(url: str, answer: Answer) -> bool:
    """Remember the server's newest nonce; whether the answer only asked for it."""
    nonce = answer.headers.get("dpop-nonce")
    if nonce:
        _nonces[_server(url)] = nonce
        _nonces.move_to_end(_server(url))
        while len(_nonces) > _MOST:
            _nonces.popitem(last=False)
    asked = answer.told().get("error") == "use_dpop_nonce"
    return bool(nonce) and answer.status in {400, 401} and asked


async def send_form(
    http: Http, url: str, form: Callable[[], Mapping[str, str]], key: str, *, effect: bool = False
) -> Answer:
    """Post a form to an authorization server, once more if it only wanted its nonce.

    The form is made anew for each call: what proves the client in it may be used once only.
    """
    prover = Prover(key)

    async def once() -> Answer:
        # Not `signed`: this host was named by the account's own server, and gets no token of ours.
        headers = prover.header("POST", url)
        return await http.post(
            url, form=form(), headers=headers, effect=effect, signed=False, allow=(400, 401)
        )

    answer = await once()
    if learn(url, answer):
        answer = await once()
        learn(url, answer)
    if not answer.ok:
        raise refusal(answer) or SignInAgain("The server refused this permission.")
    return answer


def _server(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
