"""One feed at a house of feeds, spoken to with its token."""

from dataclasses import dataclass
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential


@dataclass(frozen=True, slots=True)
class House:
    """Where it is, which feed, and who asks."""

    http: Http
    feed: str
    token: str

    @classmethod
    def of(cls, http: Http, credential: Credential) -> "House":
        """The feed of a channel."""
        return cls(http, credential.facts.get("feed", ""), credential.secret("token"))

    async def about(self, **how: Any) -> Answer:
        """What the house says of the feed."""
        return await self._ask("GET", f"/{self.feed}", **how)

    async def item(self, method: str, id: str, **how: Any) -> Answer:
        """One exchange about one item."""
        return await self._ask(method, f"/{self.feed}/items/{id}", **how)

    async def _ask(self, method: str, path: str, **how: Any) -> Answer:
        headers = {**bearer(self.token), **how.pop("headers", {})}
        return await self.http.ask(method, path, headers=headers, **how)
