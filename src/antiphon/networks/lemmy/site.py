"""One server: which dialect it speaks, and questions in the name of who signed in."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.errors import Gone, NetworkError, SignInAgain
from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Account, Enclosure
from antiphon.networks.lemmy import dialect, wire
from antiphon.networks.lemmy.dialect import PIEFED, V3, V4, Dialect

Query = Mapping[str, Any]


class Site:
    """A server, spoken to as it wants to be."""

    def __init__(self, http: Http, speaks: Dialect, token: str = "") -> None:
        self.http, self.speaks = http, speaks
        self._headers = bearer(token) if token else {}

    async def get(self, path: str, query: Query | None = None) -> Answer:
        """Ask without an effect."""
        url = f"{self.speaks.base}{path}"
        return await self.http.get(url, params=query, headers=self._headers)

    async def send(
        self, method: str, path: str, body: Query, *, effect: bool | None = None
    ) -> Answer:
        """Say something that may have an effect."""
        url = f"{self.speaks.base}{path}"
        return await self.http.ask(
            method, url, json_body=dict(body), headers=self._headers, effect=effect
        )

    async def bring(self, file: Enclosure) -> str:
        """Bring a picture; the address at which everybody can see it."""
        name = f"{file.digest[:24]}.{file.mime.rpartition('/')[2]}"
        part = Part(name=self.speaks.part, value=file.path, filename=name, mime=file.mime)
        answer = await self.http.post(
            self.speaks.image, parts=[part], headers=self._headers, effect=False,
            seconds=30 + file.size / 100_000,
        )  # fmt: skip
        found = self._address(answer.json())
        if not found:
            raise answer.unclear("The server did not say where it put the picture.")
        return found

    def _address(self, told: Any) -> str:
        told = told if isinstance(told, dict) else {}
        files = told.get("files")
        if isinstance(files, list) and files and isinstance(files[0], dict):
            return f"{self.http.line.server}/pictrs/image/{files[0].get('file')}"
        return str(told.get("image_url") or told.get("url") or "")

    async def view(self, id: str) -> dict[str, Any]:
        """A post or a comment that is still there; raises Gone."""
        kind = "comment" if wire.is_comment(id) else "post"
        answer = await self.get(f"/{kind}", {"id": wire.number(id)})
        found = wire.viewed(answer, f"{kind}_view")
        if not wire.is_there(found):
            raise Gone(f"The {kind} is not there any more.")
        return found

    async def accounts(self, names: Sequence[str]) -> tuple[Account, ...]:
        """Us in each of these communities; without any, in those that we moderate or follow."""
        me, facts, known = await self._me()
        for name in names:
            known.append(await self._community({"name": name}))
        if names:
            known = known[-len(names) :]
        return tuple(wire.account(me, one, facts) for one in known)

    async def account(self, community: int) -> Account:
        """Us in one community, with fresh facts."""
        me, facts, _known = await self._me()
        return wire.account(me, await self._community({"id": community}), facts)

    async def _me(self) -> tuple[Mapping[str, Any], dict[str, Any], list[Mapping[str, Any]]]:
        """Who we are, what the server announces, and the communities that we belong to."""
        answer = await self.get("/site")
        site = answer.told()
        told = site if self.speaks is not V4 else (await self.get(self.speaks.me)).told()
        mine = told.get("my_user") or (told if "local_user_view" in told else None)
        if not isinstance(mine, dict):
            raise SignInAgain("The server no longer knows this sign-in. Sign in again.")
        views = [*(mine.get("moderates") or ()), *(mine.get("follows") or ())]
        found = {one["community"]["id"]: one["community"] for one in views}
        person = mine["local_user_view"]["person"]
        return person, wire.site(site, self.speaks), list(found.values())

    async def _community(self, query: Query) -> Mapping[str, Any]:
        return wire.viewed(await self.get("/community", query), "community_view")["community"]  # type: ignore[no-any-return]


async def found(http: Http) -> Dialect:
    """Which of the programs answers at this address."""
    for asked in (V3, V4, PIEFED):
        answer = await http.get(f"{asked.base}/site", allow=range(300, 500), signed=False)
        speaks = dialect.of_site(answer.told(), asked) if answer.ok else None
        if speaks:
            return speaks
    raise _unknown()


def _unknown() -> NetworkError:
    return Gone("At that address answers neither Lemmy nor PieFed.")
