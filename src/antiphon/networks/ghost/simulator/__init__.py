"""Ghost in small: one site for each account, all below one address, with the Admin API of 6.65."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape, unescape
from itertools import chain

from starlette.applications import Starlette
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.kernel.markup import seen
from antiphon.networks.ghost import page as markup
from antiphon.networks.ghost.inbox import COMMENT
from antiphon.networks.ghost.simulator.doors import Doors
from antiphon.networks.ghost.simulator.state import Comment, File, Post, Site
from antiphon.networks.ghost.wire import PAGE

__all__ = ["Simulator"]

_COUNTED = {ReactionKind.LIKE: Metric.LIKES, ReactionKind.CLICK: Metric.CLICKS,
            ReactionKind.VIEW: Metric.VIEWS, ReactionKind.SHARE: Metric.SHARES}  # fmt: skip
"""The software tells a key of the first two; the others only this simulator knows."""
_FILE = re.compile(r'<(?:img|video|a class="kg-file-card-container")[^>]*?'
                   r'(?:src|href)="([^"]+)"[^>]*?>(?:</video>)?')  # fmt: skip
_ALT = re.compile(r'alt="([^"]*)"')


class Simulator:
    """The sites, and what tests and visitors may do to them."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.sites: dict[str, Site] = {}
        doors = Doors(self.sites, now)
        methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
        self.app = Starlette(routes=[Route("/{path:path}", doors.answer, methods=methods)])

    def open_account(self, handle: str, name: str, **_facts: str) -> Entrance:
        """A site with a key of its own."""
        home = f"{self.base}/{handle}"
        site = self.sites.setdefault(handle, Site(home, handle, name))
        if not site.known:
            site.new_key()
        return Entrance(
            sign_in="admin_key",
            given={"token": site.key},
            server=home,
            id=RemoteId(site.uuid),
            handle=home.partition("://")[2],
        )

    def revoke(self, handle: str) -> None:
        """Delete the integration at the site."""
        self.sites[handle.rpartition("/")[2]].known = False

    def expire(self, handle: str) -> None:
        """A key does not run out by itself; its owner makes a new one."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What visitors of the sites see, oldest first."""
        sites = [self.sites[handle]] if handle in self.sites else list(self.sites.values())
        wanted = sites if handle is None or handle in self.sites else []
        return sorted(chain.from_iterable(map(_shown, wanted)), key=lambda one: one.at)

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A reply becomes a member's comment; a follower becomes a member."""
        site = self._site(reaction)
        if site is None:
            return None
        if reaction.kind is ReactionKind.FOLLOW:
            site.members.add(reaction.by.id)
            return None
        target = str(reaction.post or "")
        above = next((c for c in site.comments if f"{COMMENT}{c.id}" == target), None)
        post = above.post if above else site.posts[target.removeprefix(PAGE)]
        if reaction.kind is not ReactionKind.REPLY:
            post.counts[_COUNTED[reaction.kind]] += 1
            return None
        told = Comment(site.next_id(), post, reaction.by.id, reaction.by.name,
                       f"<p>{escape(reaction.text)}</p>", reaction.at,
                       above.id if above else "")  # fmt: skip
        site.comments.append(told)
        return RemoteId(f"{COMMENT}{told.id}")

    def _site(self, reaction: Reaction) -> Site | None:
        post = str(reaction.post or "").removeprefix(PAGE)
        for site in self.sites.values():
            comments = {f"{COMMENT}{one.id}" for one in site.comments}
            if post in site.posts or post in comments or (
                not post and site.uuid == reaction.account
            ):  # fmt: skip
                return site
        return None


def _shown(site: Site) -> list[Shown]:
    posts = [one for one in site.posts.values() if one.status == "published"]
    comments = [
        Shown(
            id=RemoteId(f"{COMMENT}{one.id}"), account=RemoteId(one.member), author=one.name,
            text=seen(one.html).text, at=one.created_at, url=f"{site.home}/{one.post.slug}/",
            parent=RemoteId(f"{COMMENT}{one.parent}" if one.parent else _id(one.post)),
        )
        for one in site.comments
    ]  # fmt: skip
    return [*(_post(one, site) for one in posts), *comments]


def _id(post: Post) -> str:
    return f"{PAGE}{post.id}" if post.which == "pages" else post.id


def _post(post: Post, site: Site) -> Shown:
    above = post.told.get("feature_image")
    first = [_media(site.files[above], str(post.told.get("feature_image_alt") or ""))
             for _one in range(1) if above in site.files]  # fmt: skip
    inside = [
        _media(site.files[url], unescape(alt[1]) if alt else "")
        for match in _FILE.finditer(post.html)
        if (url := unescape(match[1])) in site.files
        for alt in [_ALT.search(match[0])]
    ]
    return Shown(
        id=RemoteId(_id(post)),
        account=RemoteId(site.uuid),
        author=site.name,
        title=post.title,
        text=markup.read(post.html)[0],
        at=post.published_at or post.created_at,
        url=f"{site.home}/{post.slug}/",
        media=(*first, *inside),
        options={**post.told, "email": post.email, "tags": _tags(post)},
        counts=dict(post.counts),
    )


def _tags(post: Post) -> list[str]:
    return [one["name"] for one in post.told.get("tags", ())]


def _media(file: File, alt: str) -> ShownMedia:
    kinds = {"video": Kind.VIDEO, "application": Kind.DOCUMENT}
    kind = Kind.GIF if file.mime == "image/gif" else kinds.get(file.mime.split("/")[0], Kind.IMAGE)
    return ShownMedia(kind=kind, alt=alt, url=file.url, mime=file.mime, size=file.size,
                      digest=file.digest)  # fmt: skip
