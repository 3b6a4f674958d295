"""How one speaks to Reddit: who signs, and which answers only look like successes."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.networks.reddit.refusals import errors_of, of_errors

WEB = "https://www.reddit.com"
HOME = "https://oauth.reddit.com"
JSON = {"api_type": "json"}
RAW = {"raw_json": 1}
"""Without it Reddit writes `&` as `&amp;`."""


def agent(user: str = "") -> dict[str, str]:
    """The agent that Reddit wants: platform, app, version, and by whom; others are slowed down."""
    by = f" (by /u/{user})" if user else ""
    return {"User-Agent": f"server:antiphon.self-hosted:0.1{by}"}


class Api:
    """One account's calls."""

    def __init__(self, http: Http, token: str, user: str = "") -> None:
        self.http, self.user = http, user
        self.headers = {"Authorization": f"bearer {token}", **agent(user)}

    async def get(self, path: str, **params: Any) -> Any:
        """Ask; parsed."""
        return (await self.ask(path, **params)).json()

    async def ask(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Answer:
        """Ask; the answer as it came."""
        return await self.http.get(
            path, params={**RAW, **params}, headers=self.headers, allow=allow
        )

    async def post(
        self, path: str, form: Mapping[str, Any], *, effect: bool = True
    ) -> Mapping[str, Any]:
        """Change something, by a form; the `data` of the answer."""
        answer = await self.http.post(
            path, form={**JSON, **form}, params=RAW, headers=self.headers, effect=effect
        )
        return data_of(answer)

    async def tell(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change something, by JSON; the `data` of the answer."""
        answer = await self.http.post(
            path, json_body={**JSON, **body}, params=RAW, headers=self.headers
        )
        return data_of(answer)

    async def bare(self, path: str, form: Mapping[str, Any], *, effect: bool) -> Any:
        """A form whose answer comes without the envelope."""
        answer = await self.http.post(
            path, form={**JSON, **form}, params=RAW, headers=self.headers, effect=effect
        )
        told = answer.json()
        if errors := errors_of(told if isinstance(told, dict) else {}):
            raise of_errors(errors)
        return told

    async def listing(self, path: str, **params: Any) -> list[Mapping[str, Any]]:
        """The things of one page of a list, each with its kind."""
        return things(await self.get(path, **params))


def data_of(answer: Answer) -> Mapping[str, Any]:
    """What an answer in the envelope holds; raises what it refuses."""
    told = answer.json()
    told = told if isinstance(told, dict) else {}
    inner = told.get("json")
    inner = inner if isinstance(inner, dict) else {}
    if errors := errors_of(told):
        raise of_errors(errors, inner.get("ratelimit"))
    if told.get("name") and "selftext" in told:  # recorded where a text held pictures
        return {"things": [{"kind": "t3", "data": told}]}
    if "errors" not in inner:
        raise answer.unclear("Reddit's answer did not say whether it was done.")
    data = inner.get("data")
    return data if isinstance(data, dict) else {}


def things(told: Any) -> list[Mapping[str, Any]]:
    """The children of a listing."""
    data = told.get("data") if isinstance(told, dict) else None
    found = data.get("children") if isinstance(data, dict) else None
    return [one for one in found or [] if isinstance(one, dict)]
