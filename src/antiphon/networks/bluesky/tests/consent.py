"""A person at the server's own sign-in page, played by script: signs in, says yes, is sent back."""

import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from antiphon.networks.bluesky.tests.real_server import RealServer

INNER = "/@atproto/oauth-provider/~api"


@dataclass
class Visitor:
    """Keeps cookies by hand, as they are meant for https."""

    server: RealServer
    cookies: dict[str, str] = field(default_factory=dict)

    def consent(self, page: str, handle: str, did: str) -> dict[str, str]:
        """Everything that the server sends the person home with."""
        self._go("GET", page, mode="navigate", dest="document", site="none")
        typed = {"locale": "en", "username": handle, "password": "hunter22"}
        signed = self._press(page, "sign-in", typed)
        token = f"Bearer {signed['ephemeralToken']}"
        agreed = self._press(page, "consent", {"did": did}, authorization=token)
        headers = self._go("GET", agreed["url"], mode="navigate", dest="document",
                           site="same-origin", referer=page)[0]  # fmt: skip
        return dict(parse_qsl(urlsplit(headers["location"]).query))

    def _press(self, page: str, what: str, body: Any, **headers: str) -> Any:
        told = self._go("POST", f"{INNER}/{what}", body, mode="same-origin", dest="empty",
                        site="same-origin", referer=page, origin=self.server.url,
                        x_csrf_token=self.cookies["csrf-token"], **headers)[1]  # fmt: skip
        return json.loads(told)

    def _go(  # noqa: PLR0913
        self, method: str, url: str, body: Any = None, *, mode: str, dest: str, site: str,
        **headers: str,
    ) -> tuple[Any, bytes]:  # fmt: skip
        about = {"sec_fetch_mode": mode, "sec_fetch_dest": dest, "sec_fetch_site": site, **headers}
        if self.cookies:
            about["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, answered, told = self.server.call(
            method, url, body, **{"accept_language": "en", **about}
        )
        assert status in {200, 303}, told[:300]
        for line in answered.get_all("set-cookie") or ():
            self.cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        return answered, told
