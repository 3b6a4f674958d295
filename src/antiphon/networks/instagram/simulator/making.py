"""How a post comes about at the simulated network: containers, their files, what they refuse."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.simulation import SandboxError, fetched
from antiphon.connect.values import Kind
from antiphon.networks.instagram.graph import UPLOAD, VERSION
from antiphon.networks.instagram.simulator.answers import Refused
from antiphon.networks.instagram.simulator.pictures import judge
from antiphon.networks.instagram.simulator.world import (
    A_DAY,
    Account,
    Container,
    File,
    Given,
    Post,
    World,
)
from antiphon.networks.instagram.wire import mentioned, tagged

CAPTION, TAGS, MENTIONS, MOST_CONTAINERS, PARTNERS = 2_200, 30, 20, 400, 3
KINDS = frozenset({"IMAGE", "VIDEO", "REELS", "STORIES", "CAROUSEL"})
PRODUCTS = {"REELS": "REELS", "STORIES": "STORY"}
KEPT = ("user_tags", "collaborators", "location_id", "share_to_feed", "thumb_offset", "audio_name",
        "trial_params", "is_ai_generated")  # fmt: skip


class Making:
    """The edges `media` and `media_publish`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.processing = timedelta(milliseconds=300)
        """How long a video is worked on."""
        self.quirks: set[str] = set()
        """`restricted`, `spam`: the account may do nothing; `failing`: a file is never ready."""
        self.quota = 100

    async def make(self, account: Account, given: Given, at: datetime) -> dict[str, Any]:
        """A container; what it shows is fetched here, or will be brought."""
        self._may(account, at)
        kind = str(given.get("media_type") or ("VIDEO" if given.get("video_url") else "IMAGE"))
        if kind not in KINDS:
            raise Refused(100, "Unknown media type", 2207023)
        made = Container(self.world.id(), account.id, kind, at)
        made.is_item = given.get("is_carousel_item") == "true"
        made.caption = str(given.get("caption", ""))
        made.options = {name: str(given[name]) for name in KEPT if given.get(name)}
        self._judge(made, account)
        if kind == "CAROUSEL":
            made.parts = self._parts(account, given, at)
            made.files = [file for part in made.parts for file in part.files]
        else:
            await self._fill(made, given, at)
        account.containers.append(at)
        self.world.containers[made.id] = made
        if made.expected is None:
            return {"id": made.id}
        return {"id": made.id, "uri": f"{UPLOAD}/ig-api-upload/{VERSION}/{made.id}"}

    def _may(self, account: Account, at: datetime) -> None:
        if "restricted" in self.quirks:
            raise Refused(25, "The account is restricted", 2207050)
        if "spam" in self.quirks:
            raise Refused(4, "Action is blocked", 2207051)
        account.containers = _of_the_day(account.containers, at)
        if len(account.containers) >= MOST_CONTAINERS:
            raise Refused(9, "Too many containers in a day", 2207042)

    def _judge(self, made: Container, account: Account) -> None:
        said, options = made.caption, made.options
        if len(said) > CAPTION or tagged(said) > TAGS or mentioned(said) > MENTIONS:
            raise Refused(36004, "The caption is too long", 2207010)
        if made.is_item and made.kind in {"REELS", "STORIES", "CAROUSEL"}:
            raise Refused(100, "Reels, stories and carousels are no items of a carousel")
        if len(_listed(options.get("collaborators", "[]"))) > PARTNERS:
            raise Refused(100, f"At most {PARTNERS} collaborators can be invited")
        if not options.get("thumb_offset", "0").isdigit():
            raise Refused(1, "The thumb offset is not valid", 2207057)
        if options.get("trial_params") and account.facts.get("trials") == "no":
            raise Refused(100, "Trial reels are not available", 2207081)
        for tag in _listed(options.get("user_tags", "[]")):
            self._judge_tag(made, tag)

    def _judge_tag(self, made: Container, tag: Any) -> None:
        if not isinstance(tag, dict) or not tag.get("username"):
            raise Refused(100, "Param user_tags must be a list of objects")
        if made.kind == "IMAGE" and not {"x", "y"} <= tag.keys():
            raise Refused(100, "A tag in a picture needs a place", 2207036)
        if str(tag["username"]).startswith("nobody"):
            raise Refused(100, "Cannot tag this person", 2207037)

    def _parts(self, account: Account, given: Given, at: datetime) -> list[Container]:
        ids = [id.strip() for id in str(given.get("children", "")).split(",") if id.strip()]
        if not 2 <= len(ids) <= 10:
            raise Refused(100, "A carousel needs 2 to 10 items", 2207028)
        parts = [self.mine(account, id) for id in ids]
        if not all(part.is_item and self.state(part, at) == "FINISHED" for part in parts):
            raise Refused(9007, "Media ID is not available", 2207027)
        return parts

    async def _fill(self, made: Container, given: Given, at: datetime) -> None:
        """By bytes that will be brought, or by an address from which it is fetched."""
        if given.get("upload_type") == "resumable":
            made.expected = -1
            return
        url = str(given.get("image_url") or given.get("video_url") or "")
        if not url:
            raise Refused(100, "The parameter image_url or video_url is required")
        try:
            mime, body = await fetched(url)
        except SandboxError as error:
            raise Refused(9004, "The media could not be fetched", 2207052) from error
        kind = Kind.IMAGE if given.get("image_url") else Kind.VIDEO
        self.take(made, kind, mime, body, at)
        made.files[0].alt = str(given.get("alt_text", "")) if kind is Kind.IMAGE else ""

    def take(self, made: Container, kind: Kind, mime: str, body: bytes, at: datetime) -> None:
        """The whole file has arrived."""
        wrong = judge(kind, body, is_story=made.kind == "STORIES")
        if wrong and kind is Kind.IMAGE:
            raise wrong
        made.error = wrong.sub if wrong else 2207082 if "failing" in self.quirks else 0
        file = File(self.world.id(), kind, mime, len(body), hashlib.sha256(body).hexdigest())
        self.world.keep(file, body)
        made.files = [file]
        made.ready_at = at + (self.processing if kind is Kind.VIDEO else timedelta())

    def mine(self, account: Account, id: str) -> Container:
        """A container of this account."""
        found = self.world.containers.get(id)
        if found is None or found.account != account.id:
            raise Refused(24, "The media could not be found", 2207006)
        return found

    def state(self, made: Container, at: datetime) -> str:
        """How far it is."""
        if made.published:
            return "PUBLISHED"
        if at - made.made >= A_DAY:
            return "EXPIRED"
        if made.error:
            return "ERROR"
        waits = made.ready_at is None or at < made.ready_at
        return "IN_PROGRESS" if waits and made.kind != "CAROUSEL" else "FINISHED"

    def publish(self, account: Account, given: Given, at: datetime) -> dict[str, Any]:
        """What the container holds becomes visible; a container can be published once."""
        self._may(account, at)
        made = self.mine(account, str(given.get("creation_id", "")))
        if self.used(account, at) >= self.quota:
            raise Refused(9, "The number of posts in a day is used up", 2207042)
        if self.state(made, at) == "EXPIRED":
            raise Refused(-2, "The container has expired", 2207020)
        if self.state(made, at) != "FINISHED" or made.is_item:
            raise Refused(9007, "Media ID is not available", 2207027)
        made.published = True
        account.published.append(at)
        post = Post(
            self.world.id(), account.id, account.id, account.handle, made.caption, at,
            product=PRODUCTS.get(made.kind, "FEED"), files=made.files, options=made.options,
        )  # fmt: skip
        return {"id": self.world.add(post).id}

    def used(self, account: Account, at: datetime) -> int:
        """How many posts of the day are used."""
        account.published = _of_the_day(account.published, at)
        return len(account.published)


def _of_the_day(times: list[datetime], at: datetime) -> list[datetime]:
    return [one for one in times if at - one < A_DAY]


def _listed(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise Refused(100, "The parameter must be a list")
    return found
