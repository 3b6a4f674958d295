"""How one speaks to the Data API: its hosts, who signs, how a list goes on."""

from collections.abc import Sequence
from typing import Any

from antiphon.connect.http import Answer, Http, Slice
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential

SERVER = "https://youtube.googleapis.com"
TOKENS = "https://oauth2.googleapis.com"
CONSENT = "https://accounts.google.com"
WEB = "https://www.youtube.com"

Json = dict[str, Any]


class Api:
    """One channel's calls, each signed with its token in a header."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = bearer(credential.secret("access_token"))
        self.web = http.host(WEB)

    async def get(self, path: str, **params: Any) -> Json:
        """Ask for a resource; the answer is an object."""
        answer = await self.http.get(f"/youtube/v3{path}", params=params, headers=self.headers)
        return told(answer)

    async def items(self, path: str, *, pages: int = 1, **params: Any) -> list[Json]:
        """The things of a list, over as many of its pages."""
        found: list[Json] = []
        token: str | None = None
        for _page in range(pages):
            page = await self.get(path, **params, pageToken=token)
            found += listed(page)
            token = str(page.get("nextPageToken") or "")
            if not token:
                break
        return found

    async def send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        effect: bool = True,
        **params: Any,
    ) -> Answer:
        """Make, change or take away a resource."""
        return await self.http.ask(
            method,
            f"/youtube/v3{path}",
            params=params,
            json_body=body,
            headers=self.headers,
            effect=effect,
        )

    async def begin(self, path: str, body: Json, *, size: int, mime: str, **params: Any) -> Answer:
        """Open a session to which a file can be brought in pieces; makes nothing yet."""
        headers = {
            **self.headers,
            "X-Upload-Content-Length": str(size),
            "X-Upload-Content-Type": mime,
        }
        return await self.http.post(
            f"/upload/youtube/v3{path}",
            params={"uploadType": "resumable", **params},
            json_body=body,
            headers=headers,
            effect=False,
        )

    async def put(
        self, url: str, body: bytes | Slice, where: str, *, allow: Sequence[int] = ()
    ) -> Answer:
        """Send a piece to a session, or ask with nothing how much has arrived."""
        return await self.http.ask(
            "PUT",
            url,
            body=body,
            headers={**self.headers, "Content-Range": f"bytes {where}"},
            effect=False,
            allow=allow,
            seconds=240,
        )

    async def bring(self, path: str, body: Slice, mime: str, **params: Any) -> Answer:
        """Bring a whole small file that belongs to something that nobody sees yet."""
        return await self.http.post(
            f"/upload/youtube/v3{path}",
            params={"uploadType": "media", **params},
            body=body,
            headers={**self.headers, "Content-Type": mime},
            effect=False,
            seconds=120,
        )


def told(answer: Answer) -> Json:
    """The object of an answer."""
    found = answer.json()
    if not isinstance(found, dict):
        raise answer.unclear("YouTube's answer was not what we expected.")
    return found


def listed(page: Json) -> list[Json]:
    """The things on one page of a list; an empty list may be left out."""
    found = page.get("items")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
