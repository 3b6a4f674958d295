"""What a post needs there before it is told: pictures, terms, a draft; nobody outside sees it.

Each is looked for before it is made, so that doing it again after a crash makes nothing twice.
"""

from collections.abc import Mapping
from html import unescape

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer, Slice
from antiphon.connect.values import Enclosure, Parcel
from antiphon.kernel.problem import Problem
from antiphon.networks.wordpress import wire
from antiphon.networks.wordpress.refusals import refusal
from antiphon.networks.wordpress.site import Site

MEDIA = "wp/v2/media"
POSTS = "wp/v2/posts"
_SHOWN = "id,slug,source_url,alt_text"
_UPLOAD_SECONDS = 120.0


class Library:
    """The site's media library and its lists of terms."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def bring(self, parcel: Parcel) -> dict[str, str]:
        """Pictures and terms; the handles so far and the new ones."""
        handles = dict(parcel.handles)
        for enclosure in parcel.enclosures:
            if wire.media_name(enclosure) not in handles:
                handles.update(await self._picture(enclosure))
        for route, name in wire.wanted_terms(parcel):
            if f"{route}:{name}" not in handles:
                handles[f"{route}:{name}"] = str(await self._term(route, name))
        return handles

    async def draft(self, parcel: Parcel) -> str:
        """A draft whose id takes the post later, so that it may have any address word."""
        asked = wire.slug(parcel)
        found = await self.site.get(POSTS, slug=asked, status="any", _fields="id,slug,status")
        known = [one["id"] for one in wire.objects(found) if one.get("slug") == asked]
        if known:
            return str(known[0])
        body = {"title": wire.article_title(parcel), "slug": asked, "status": "draft"}
        made = await self.site.ask("POST", POSTS, json_body=body, effect=False)
        return str(_id(made))

    async def _picture(self, enclosure: Enclosure) -> dict[str, str]:
        name = wire.media_name(enclosure)
        found = wire.objects(await self.site.get(MEDIA, slug=name, _fields=_SHOWN))
        told = next((one for one in found if one.get("slug") == name), None)
        if told is None:
            told = wire.thing(await self._upload(enclosure))
        if told.get("alt_text") != enclosure.alt and enclosure.alt:
            # The block carries the text too; this is for whoever uses the picture again.
            route, body = f"{MEDIA}/{told.get('id')}", {"alt_text": enclosure.alt}
            await self.site.ask("POST", route, json_body=body, effect=False)
        return _handles(name, told)

    async def _upload(self, enclosure: Enclosure) -> Answer:
        headers = {
            "Content-Type": enclosure.mime,
            "Content-Disposition": f'attachment; filename="{wire.file_name(enclosure)}"',
        }
        return await self.site.ask(
            "POST",
            MEDIA,
            headers=headers,
            body=Slice(path=enclosure.path, size=enclosure.size),
            effect=False,
            seconds=_UPLOAD_SECONDS,
        )

    async def _term(self, route: str, name: str) -> int:
        """The id of a category or tag; made where it is new."""
        query = {"search": name, "per_page": 100, "_fields": "id,name"}
        found = wire.objects(await self.site.get(f"wp/v2/{route}", **query))
        for told in found:
            same = unescape(str(told.get("name"))).casefold() == name.casefold()
            if same and isinstance(told.get("id"), int):
                return int(told["id"])
        made = await self.site.ask(
            "POST", f"wp/v2/{route}", json_body={"name": name}, effect=False, allow=(400, 403)
        )
        return _id(made) if made.ok else _known(made, route, name)


def _known(answer: Answer, route: str, name: str) -> int:
    """The id in a refusal because the term exists; its name may be written differently."""
    told = answer.told()
    details = told.get("data")
    id = details.get("term_id") if isinstance(details, dict) else None
    if told.get("code") == "term_exists" and isinstance(id, int):
        return id
    one = "category" if route == "categories" else "tag"
    say = f"The site has no {one} “{name}”, and this user may not make one."
    if answer.status == 403:
        raise ChangeIt(say, problem=Problem(field=f"options.{route}", rule="refused", say=say))
    raise refusal(answer) or ChangeIt(f"The site refused the {one} “{name}”.")


def _id(answer: Answer) -> int:
    id = wire.thing(answer).get("id")
    if not isinstance(id, int):
        raise answer.unclear("The site's answer held no id.")
    return id


def _handles(name: str, told: Mapping[str, object]) -> dict[str, str]:
    return {name: str(told.get("id")), f"{name}:url": str(told.get("source_url") or "")}
