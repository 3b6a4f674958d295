"""Calls to an account's own server: `GET` asks, `POST` does, and every method has a dotted name."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Answer, Http, Slice
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential
from antiphon.networks.bluesky import dpop
from antiphon.networks.bluesky.refusals import refusal

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]


class Xrpc:
    """One account's calls, signed as its credential asks for."""

    def __init__(self, http: Http, server: str, credential: Credential | None = None) -> None:
        self.http, self.server = http, server
        self._token = credential.secret("access_token") if credential else ""
        key = credential.secret("dpop_key") if credential else ""
        self._prover = dpop.Prover(key) if key else None

    async def ask(
        self, name: str, params: Params | None = None, *, open: bool = False,
        allow: Sequence[int] = (),
    ) -> Answer:  # fmt: skip
        """Ask; `open` for what the server tells everybody, whatever became of our permission."""
        return await self._send("GET", name, open=open, params=params, allow=allow)

    async def do(
        self, name: str, body: object = None, *, effect: bool = True, allow: Sequence[int] = ()
    ) -> Answer:
        """Have something done."""
        return await self._send("POST", name, effect=effect, json_body=body, allow=allow)

    async def bring(self, name: str, file: Slice, mime: str, *, seconds: float) -> Answer:
        """Bring bytes that nobody sees yet."""
        return await self._send("POST", name, effect=False, body=file, mime=mime, seconds=seconds)

    async def _send(
        self, method: str, name: str, *, open: bool = False, mime: str = "",
        allow: Sequence[int] = (), **how: Any,
    ) -> Answer:  # fmt: skip
        url = f"{self.server}/xrpc/{name}"
        kind = {"Content-Type": mime} if mime else {}
        if open or self._prover is None:
            headers = kind if open or not self._token else {**kind, **bearer(self._token)}
            return await self.http.ask(
                method, url, headers=headers, signed=not open, allow=allow, **how
            )
        return await self._proved(self._prover, method, url, kind, allow, how)

    async def _proved(  # noqa: PLR0913, PLR0917
        self,
        prover: dpop.Prover,
        method: str,
        url: str,
        kind: Mapping[str, str],
        allow: Sequence[int],
        how: Mapping[str, Any],
    ) -> Answer:
        """Send with a proof, and once more if the server only wanted its nonce in it."""

        async def once() -> Answer:
            headers = {**kind, **prover.header(method, url, self._token)}
            return await self.http.ask(method, url, headers=headers, allow=(*allow, 401), **how)

        answer = await once()
        if dpop.learn(url, answer):
            answer = await once()
            dpop.learn(url, answer)
        if answer.status == 401 and 401 not in allow:
            raise refusal(answer) or SignInAgain("The network no longer accepts our permission.")
        return answer
