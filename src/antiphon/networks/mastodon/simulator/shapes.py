"""The simulator's memory in the JSON of Mastodon 4.7."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import Kind
from antiphon.kernel.text import TAG, links, tags
from antiphon.networks.mastodon.simulator.quirks import Quirks
from antiphon.networks.mastodon.simulator.world import DOMAIN, Film, Member, Notice, Status, World

_TYPES = {Kind.IMAGE: "image", Kind.GIF: "gifv", Kind.VIDEO: "video", Kind.DOCUMENT: "unknown"}
_AT = re.compile(r"(?<![=/\w])@([a-z0-9_]+)(?:@([\w.-]+\w))?", re.IGNORECASE)
_POLICY = {"public": ["public"], "followers": ["followers"], "nobody": []}


def stamp(at: datetime) -> str:
    """A time as they write it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Shapes:
    """Draws what the world holds, with addresses of this server."""

    def __init__(self, base: str, world: World, quirks: Callable[[], Quirks]) -> None:
        self.base, self.world, self.quirks = base, world, quirks

    def member(self, one: Member) -> dict[str, Any]:
        """An Account."""
        picture = f"{self.base}/avatars/original/missing.png"
        url = f"https://{one.host}/@{one.user}" if one.host else f"{self.base}/@{one.user}"
        day = one.made_at.astimezone(UTC).strftime("%Y-%m-%dT00:00:00.000Z")
        return {
            "id": one.id, "username": one.user, "acct": one.acct, "display_name": one.name,
            "locked": False, "bot": False, "discoverable": True, "indexable": True,
            "group": False, "created_at": day, "note": "", "url": url,
            "uri": f"{self.base}/ap/users/{one.id}", "avatar": picture, "avatar_static": picture,
            "header": picture, "header_static": picture, "followers_count": len(one.followers),
            "following_count": 0, "statuses_count": one.shown, "last_status_at": None,
            "emojis": [], "roles": [], "fields": [],
        }  # fmt: skip

    def myself(self, one: Member) -> dict[str, Any]:
        """A CredentialAccount."""
        role = {"id": "-99", "name": "", "permissions": "65536", "color": "", "highlighted": False}
        source = {
            "privacy": "public", "sensitive": False, "language": one.facts.get("language"),
            "note": "", "fields": [], "follow_requests_count": 0, "indexable": True,
            "quote_policy": "public",
        }  # fmt: skip
        return {**self.member(one), "source": source, "role": role}

    def status(self, one: Status) -> dict[str, Any]:
        """A Status."""
        url = f"{self.base}/@{one.by.user}/{one.id}"
        parent = self.world.statuses.get(one.parent or "")
        shown = {
            "id": one.id, "created_at": stamp(one.at), "in_reply_to_id": one.parent,
            "in_reply_to_account_id": parent.by.id if parent else None,
            "sensitive": one.sensitive, "spoiler_text": one.warning,
            "visibility": one.visibility, "language": one.language,
            "uri": f"{self.base}/ap/users/{one.by.id}/statuses/{one.id}", "url": url,
            "replies_count": len(self.world.answers_to(one)), "reblogs_count": len(one.shared),
            "favourites_count": len(one.liked), "quotes_count": 0,
            "edited_at": stamp(one.edited_at) if one.edited_at else None,
            "favourited": False, "reblogged": False, "muted": False, "bookmarked": False,
            "content": one.html, "filtered": [], "reblog": None, "application": None,
            "account": self.member(one.by), "media_attachments": [*map(self.film, one.media)],
            "mentions": [*map(self._mention, one.mentions)],
            "tags": [{"name": tag.lower(), "url": self._tag(tag)} for tag in tags(one.text)],
            "emojis": [], "quote": None, "card": None, "poll": self._poll(one),
        }  # fmt: skip
        if self.quirks().api >= 7:
            automatic = _POLICY[one.quotes]
            shown["quote_approval"] = {
                "automatic": automatic, "manual": [], "current_user": "automatic",
            }  # fmt: skip
        return shown

    def film(self, one: Film) -> dict[str, Any]:
        """A MediaAttachment; without an address while it is in work."""
        ready = one.ready_at <= self.world.now()
        url = f"{self.base}/system/media_attachments/{one.id}"
        x, y = one.focus
        return {
            "id": one.id, "type": _TYPES[one.kind], "url": url if ready else None,
            "preview_url": url if ready else None, "remote_url": None,
            "meta": {"focus": {"x": x, "y": y}} if any(one.focus) else {},
            "description": one.alt or None, "blurhash": None,
        }  # fmt: skip

    def notice(self, one: Notice) -> dict[str, Any]:
        """A Notification."""
        status = self.world.statuses.get(one.status or "")
        shown: dict[str, Any] = {
            "id": one.id, "type": one.kind, "created_at": stamp(one.at),
            "group_key": f"ungrouped-{one.id}", "account": self.member(one.by),
        }  # fmt: skip
        return {**shown, "status": self.status(status)} if status else shown

    def _poll(self, one: Status) -> dict[str, Any] | None:
        if one.poll is None:
            return None
        ends = one.poll.ends
        return {
            "id": one.id, "expires_at": stamp(ends), "expired": ends <= self.world.now(),
            "multiple": one.poll.multiple, "votes_count": 0, "voters_count": 0, "voted": True,
            "own_votes": [], "emojis": [],
            "options": [{"title": title, "votes_count": 0} for title in one.poll.options],
        }  # fmt: skip

    def _mention(self, one: Member) -> dict[str, Any]:
        url = self.member(one)["url"]
        return {"id": one.id, "username": one.user, "url": url, "acct": one.acct}

    def _tag(self, tag: str) -> str:
        return f"{self.base}/tags/{tag.lower()}"

    def mentioned(self, text: str) -> list[Member]:
        """The members that a text names, once each."""
        found = {}
        for user, host in _AT.findall(text):
            one = self.world.names.get(user if host in ("", DOMAIN) else f"{user}@{host}")
            if one:
                found[one.id] = one
        return list(found.values())

    def html(self, text: str) -> str:
        """A text as it is shown: paragraphs, links shortened by style, names and tags linked."""
        paragraphs = [part for part in re.split(r"\n{2,}", text) if part]
        return "".join(f"<p>{self._marked(part)}</p>" for part in paragraphs)

    def _marked(self, text: str) -> str:
        shown, place = [], 0
        for start, end in links(text):
            shown += [self._named(text[place:start]), _link(text[start:end])]
            place = end
        return "".join([*shown, self._named(text[place:])]).replace("\n", "<br />")

    def _named(self, text: str) -> str:
        escaped = html.escape(text, quote=True)
        named = _AT.sub(self._at, escaped)
        return TAG.sub(
            lambda found: (
                f'<a href="{self._tag(found[1])}" class="mention hashtag" rel="tag">'
                f"#<span>{found[1]}</span></a>"
            ),
            named,
        )

    def _at(self, found: "re.Match[str]") -> str:
        members = self.mentioned(found[0])
        if not members:
            return found[0]
        return (
            f'<span class="h-card" translate="no"><a href="{self.member(members[0])["url"]}" '
            f'class="u-url mention">@<span>{members[0].user}</span></a></span>'
        )


def _link(url: str) -> str:
    scheme, rest = url.split("://", 1)
    address = html.escape(url, quote=True)
    shown, hidden = html.escape(rest[:30]), html.escape(rest[30:])
    ellipsis = "ellipsis" if hidden else ""
    return (
        f'<a href="{address}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{scheme}://</span><span class="{ellipsis}">{shown}</span>'
        f'<span class="invisible">{hidden}</span></a>'
    )
