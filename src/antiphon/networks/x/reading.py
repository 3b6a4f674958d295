"""What X shows, as our values: posts with their short links undone, counts, messages, accounts."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import regex

from antiphon.connect.values import Account, Live, Message, Metric, Reading, RemoteId
from antiphon.networks.x.entities import looked_up, urls

SITE = "https://x.com"
POST_FIELDS = (
    "author_id,attachments,conversation_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,"
    "referenced_tweets"
)
USER_FIELDS = "id,name,username,protected,public_metrics,subscription_type,verified_type"
COUNTS = {
    "impression_count": Metric.VIEWS,
    "like_count": Metric.LIKES,
    "retweet_count": Metric.SHARES,
    "repost_count": Metric.SHARES,  # the name announced with API 2.167
    "reply_count": Metric.REPLIES,
    "quote_count": Metric.QUOTES,
    "bookmark_count": Metric.SAVES,
}
_NAMES = regex.compile(r"(?:@\w{1,20}\s+)+")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def link_to(site: str, handle: str, id: str) -> str:
    """Where a visitor finds a post."""
    return f"{site}/{handle}/status/{id}" if handle else f"{site}/i/web/status/{id}"


def moment(value: object) -> datetime:
    """A time as X writes it."""
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def newer(post: Mapping[str, Any], name: str) -> Any:
    """A field by its name on the wire, or by the one announced with API 2.167."""
    return post.get(name, post.get(name.replace("tweet", "post")))


def plain(post: Mapping[str, Any], *, whole: bool = False) -> str:
    """The text as its author wrote it: all of it, short links undone.

    Links that X itself puts at the end, to files and to the quoted post, are left out; `whole`
    keeps the latter, as the author may have written it.
    """
    quoted = "" if whole else target(post, "quoted") or ""
    long = newer(post, "note_tweet") or {}
    text, entities = post.get("text", ""), post.get("entities") or {}
    if long.get("text"):
        text, entities = long["text"], long.get("entities") or {}
    for link in [*entities.get("urls", []), *(post.get("entities") or {}).get("urls", [])]:
        told = str(link.get("expanded_url") or link["url"])
        if is_own_media(link) or (quoted and told.endswith(f"/status/{quoted}")):
            told = ""
        text = text.replace(link["url"], told)
    for escaped, sign in _ESCAPES:
        text = text.replace(escaped, sign)
    return unicodedata.normalize("NFC", text).strip()


def is_own_media(link: Mapping[str, Any]) -> bool:
    """Whether a link only stands for a file or a quotation shown below the text."""
    return bool(link.get("media_key")) or "/photo/" in _end(link) or "/video/" in _end(link)


def _end(link: Mapping[str, Any]) -> str:
    parts = str(link.get("expanded_url", "")).rsplit("/status/", 1)
    return parts[1] if len(parts) > 1 else ""


def rendered(text: str) -> str:
    """A text as it is read back: links have a scheme, spaces around the whole are gone."""
    text = unicodedata.normalize("NFC", text)
    for link in reversed(urls(text)):
        if not link.text.lower().startswith(("http://", "https://")):
            text = f"{text[: link.start]}http://{text[link.start :]}"
    return text.strip()


def same(text: str) -> str:
    """What is left of a text when two are compared: X changes the form and the ends of links."""
    text = rendered(text)
    for link in reversed(urls(text)):
        host, slash, path = link.text.partition("://")[2].partition("/")
        labels = ".".join(looked_up(label) or label for label in host.lower().split("."))
        bare = labels + unquote(slash + path).rstrip("/")
        text = text[: link.start] + bare + text[link.end :]
    return " ".join(text.split())


def target(post: Mapping[str, Any], kind: str) -> RemoteId | None:
    """The post that this one answers (`replied_to`) or shows (`quoted`)."""
    for one in newer(post, "referenced_tweets") or []:
        if one.get("type") == kind:
            return RemoteId(one["id"])
    return None


def media_ids(post: Mapping[str, Any]) -> frozenset[str]:
    """The files of a post, by the ids that their uploads had."""
    keys = (post.get("attachments") or {}).get("media_keys", [])
    return frozenset(str(key).partition("_")[2] for key in keys)


def live(told: Mapping[str, Any], url: str) -> Live:
    """A post as X shows it."""
    post, beside = told["data"], told.get("includes") or {}
    keys = (post.get("attachments") or {}).get("media_keys", [])
    files = {file.get("media_key"): file for file in beside.get("media", [])}
    return Live(
        id=RemoteId(post["id"]),
        url=url,
        text=plain(post),
        media=len(keys),
        alts=tuple(str(files.get(key, {}).get("alt_text", "")) for key in keys),
        language=_language(post.get("lang", "")),
        made_at=moment(post["created_at"]) if "created_at" in post else None,
        edited=len(newer(post, "edit_history_tweet_ids") or []) > 1,
    )


def _language(told: str) -> str:
    """X's guess; its own codes for "no words" or "unknown" (docs.x.com, lang) are no language."""
    return "" if told in {"und", "zxx", "art"} or told.startswith("q") else told


def readings(posts: Iterable[Mapping[str, Any]]) -> list[Reading]:
    """The counts of posts; clicks only where X tells them (own posts of 30 days)."""
    found = []
    for post in posts:
        counts = {
            ours: post["public_metrics"][theirs]
            for theirs, ours in COUNTS.items()
            if theirs in post.get("public_metrics", {})
        }
        clicks = post.get("non_public_metrics", {}).get("url_link_clicks")
        if clicks is not None:
            counts[Metric.CLICKS] = clicks
        id = RemoteId(post["id"])
        found += [Reading(id=id, metric=ours, value=int(value)) for ours, value in counts.items()]
    return found


def messages(
    told: Mapping[str, Any], *, about: Sequence[RemoteId], me: RemoteId, site: str
) -> list[Message]:
    """What a page of mentions says to us; our own posts left out."""
    people = {user["id"]: user for user in (told.get("includes") or {}).get("users", [])}
    found = []
    for post in told.get("data", []):
        author, parent = str(post.get("author_id", "")), target(post, "replied_to")
        if author == me:
            continue
        name = str(people.get(author, {}).get("username", ""))
        found.append(
            Message(
                id=RemoteId(post["id"]),
                about=_about(post, parent, about, me),
                parent=parent,
                author=name or author,
                author_id=RemoteId(author),
                text=_without_names(post) if parent else plain(post),
                at=moment(post["created_at"]),
                url=link_to(site, name, post["id"]),
            )
        )
    return found


def _without_names(post: Mapping[str, Any]) -> str:
    """An answer without the names that X puts before it."""
    text = plain(post)
    return text[match.end() :] if (match := _NAMES.match(text)) else text


def _about(
    post: Mapping[str, Any], parent: RemoteId | None, about: Sequence[RemoteId], me: RemoteId
) -> RemoteId | None:
    whole = post.get("conversation_id")
    for candidate in (parent, whole):
        if candidate in about:
            return candidate
    return parent if parent and post.get("in_reply_to_user_id") == me else None


def account(user: Mapping[str, Any], site: str) -> Account:
    """An account and what it may do more than others."""
    named = ("subscription_type", "verified_type", "protected")
    facts = {name: user[name] for name in named if name in user}
    followers = user.get("public_metrics", {}).get("followers_count")
    return Account(
        id=RemoteId(user["id"]),
        handle=user["username"],
        name=user["name"],
        url=f"{site}/{user['username']}",
        kind="account",
        facts={**facts, **({} if followers is None else {"followers": followers})},
    )
