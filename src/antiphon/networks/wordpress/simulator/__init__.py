"""A WordPress installation in small: one site for each account, all below one address.

Real paths (`/wp-json/…`, `?rest_route=…`, `/wp-admin/authorize-application.php`), real codes.
`quirks` switches on what some real sites do: `plain_links`, `no_link_header`, `no_trash`,
`strips_authorization`, `no_application_passwords`, `warnings_before_json`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain

from starlette.applications import Starlette
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.wordpress.simulator.doors import Doors
from antiphon.networks.wordpress.simulator.state import ROLES, Comment, Installation, Post, Site
from antiphon.networks.wordpress.simulator.visitor import shown, shown_comment

__all__ = ["Simulator"]

_COUNTED = {
    ReactionKind.VIEW: Metric.VIEWS,
    ReactionKind.LIKE: Metric.LIKES,
    ReactionKind.SHARE: Metric.SHARES,
    ReactionKind.CLICK: Metric.CLICKS,
}
"""Core counts none of these; they are kept for the page that shows the simulator's own truth."""


class Simulator:
    """The installation, and what tests and visitors may do to it."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.quirks: set[str] = set()
        self.installation = Installation()
        self._shown_passwords: dict[str, str] = {}
        doors = Doors(self.installation, base=base, now=now, quirks=self.quirks)
        methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        self.app = Starlette(routes=[Route("/{path:path}", doors.answer, methods=methods)])

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A user with a site of its own; `kind` names its role."""
        role = facts.get("kind", "editor")
        user = self.installation.add_user(handle, name, role if role in ROLES else "editor")
        self.installation.add_site(handle, name)
        if not user.passwords:
            self._shown_passwords[handle] = user.new_password()
        return Entrance(
            sign_in="app_password",
            given={"user": handle, "password": self._shown_passwords[handle]},
            server=f"{self.base}/{handle}",
            id=RemoteId(str(user.id)),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """Delete every application password of the user."""
        self.installation.users[handle].passwords.clear()

    def expire(self, handle: str) -> None:
        """Application passwords do not run out by themselves; a plugin's rule makes them."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What visitors of the sites see, oldest first."""
        found = chain.from_iterable(self._of(site, handle) for site in self._sites())
        return sorted(found, key=lambda one: one.at)

    def _sites(self) -> list[Site]:
        return list(self.installation.sites.values())

    def _of(self, site: Site, handle: str | None) -> list[Shown]:
        home = f"{self.base}/{site.path}".rstrip("/")
        posts = [p for p in site.posts.values() if p.status == "publish"]
        wanted = [p for p in posts if handle in (None, p.author.login)]
        user = self.installation.users.get(handle or "")
        comments = [c for c in site.comments.values() if c.status == "approved"]
        told = [c for c in comments if handle is None or (user and c.author == user.id)]
        return [
            *(shown(post, site, home) for post in wanted),
            *(shown_comment(comment, site, home) for comment in told),
        ]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A reply becomes a comment; everything else the software does not count."""
        place = self._place(str(reaction.post or ""))
        if place is None:
            return None
        site, post, parent = place
        if reaction.kind is not ReactionKind.REPLY:
            if reaction.kind in _COUNTED:
                post.counts[_COUNTED[reaction.kind]] += 1
            return None
        comment = Comment(
            site.next_id(), post.id, parent, 0, reaction.by.name, reaction.at, reaction.text
        )
        return RemoteId(f"comment-{site.add_comment(comment).id}")

    def _place(self, id: str) -> tuple[Site, Post, int] | None:
        """The site, the post and the comment that an id names; numbers count across all sites."""
        number = int(digits) if (digits := id.removeprefix("comment-")).isdecimal() else 0
        for site in self._sites():
            if id.startswith("comment-") and number in site.comments:
                return site, site.posts[site.comments[number].post], number
            if not id.startswith("comment-") and number in site.posts:
                return site, site.posts[number], 0
        return None
