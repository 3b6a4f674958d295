"""What the server checks in a record before it takes it, in its own words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import regex

from antiphon.kernel.text import graphemes, octets
from antiphon.networks.bluesky.records import POST, POSTGATE, THREADGATE
from antiphon.networks.bluesky.simulator.world import Account, Refused

TID = regex.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
TIME = regex.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,20})?(?:Z|[+-]\d\d:\d\d)", regex.ASCII
)
LANGUAGE = regex.compile(r"(?:[a-z]{2,3}|i)(?:-[A-Za-z0-9]+)*")
KEYED_BY_TIME = frozenset({POST, THREADGATE, POSTGATE, "app.bsky.feed.like"})
IMAGE_LIMIT, THUMB_LIMIT, VIDEO_LIMIT = 2_000_000, 1_000_000, 300_000_000


def check(account: Account, collection: str, rkey: str, record: object) -> dict[str, Any]:
    """The record, if the server takes it; raises what the server would answer."""
    if collection in KEYED_BY_TIME and not TID.fullmatch(rkey):
        say = f'Invalid record key for {collection}: Invalid TID string (got "{rkey}") at $'
        raise Refused(400, "InvalidRequest", say)
    if not isinstance(record, dict) or record.get("$type", collection) != collection:
        raise Refused(400, "InvalidRequest", f"Invalid $type: expected {collection}")
    if collection in KEYED_BY_TIME:
        _needed(collection, record, "createdAt")
        _time(collection, record["createdAt"])
    if collection == POST:
        _post(account, record)
    if collection in {THREADGATE, POSTGATE}:
        _needed(collection, record, "post")
        _most(collection, record, "allow", 5)
    return record


def _say(collection: str, what: str, where: str) -> Refused:
    return Refused(400, "InvalidRequest", f"Invalid {collection} record: {what} at $.record{where}")


def _needed(collection: str, record: Mapping[str, Any], key: str) -> None:
    if key not in record:
        raise _say(collection, f'Missing required key "{key}"', "")


def _most(collection: str, record: Mapping[str, Any], key: str, most: int, place: str = "") -> None:
    count = len(record.get(key) or ())
    if count > most:
        what = f"array too big (maximum {most}, got {count})"
        raise _say(collection, what, f"{place}.{key}")


def _time(collection: str, value: object) -> None:
    try:
        good = isinstance(value, str) and TIME.fullmatch(value) and datetime.fromisoformat(value)
    except ValueError:
        good = False
    if not good:
        raise _say(collection, f'Invalid datetime (got "{value}")', ".createdAt")


def _text(value: object, place: str, most: int, most_bytes: int) -> None:
    if not isinstance(value, str):
        raise _say(POST, "Expected string value type", place)
    if octets(value) > most_bytes:
        what = f"string too big (maximum {most_bytes}, got {octets(value)})"
        raise _say(POST, what, place)
    if graphemes(value) > most:
        what = f"grapheme too big (maximum {most}, got {graphemes(value)})"
        raise _say(POST, what, place)


def _post(account: Account, record: Mapping[str, Any]) -> None:
    _needed(POST, record, "text")
    _text(record["text"], ".text", 300, 3_000)
    _most(POST, record, "langs", 3)
    _most(POST, record, "tags", 8)
    for tag in record.get("tags") or ():
        _text(tag, ".tags", 64, 640)
    for one in record.get("langs") or ():
        if not LANGUAGE.fullmatch(str(one)):
            raise _say(POST, f'Invalid language (got "{one}")', ".langs")
    for end in ("root", "parent") if record.get("reply") else ():
        reference = record["reply"].get(end) or {}
        if not (reference.get("uri") and reference.get("cid")):
            raise _say(POST, f'Missing required key "{end}"', ".reply")
    if record.get("embed"):
        _embed(account, record["embed"])


def _embed(account: Account, embed: Mapping[str, Any]) -> None:
    kind = str(embed.get("$type"))
    if kind == "app.bsky.embed.images":
        _most(POST, embed, "images", 4, ".embed")
        for place, picture in enumerate(embed["images"]):
            where = f".embed.images[{place}]"
            _inside(picture, where, "image", "alt")
            _blob(account, picture["image"], f"{where}.image", "image/", IMAGE_LIMIT)
    elif kind == "app.bsky.embed.video":
        _inside(embed, ".embed", "video")
        _blob(account, embed["video"], ".embed.video", "video/mp4", VIDEO_LIMIT)
    elif kind == "app.bsky.embed.external":
        external = embed.get("external") or {}
        _inside(external, ".embed.external", "uri", "title", "description")
        if "thumb" in external:
            where = ".embed.external.thumb"
            _blob(account, external["thumb"], where, "image/", THUMB_LIMIT)


def _inside(thing: Mapping[str, Any], where: str, *keys: str) -> None:
    for key in keys:
        if key not in thing:
            raise _say(POST, f'Missing required key "{key}"', where)


def _blob(account: Account, named: Any, where: str, mime: str, most: int) -> None:
    if not isinstance(named, dict) or named.get("$type") != "blob":
        raise _say(POST, "Expected blob value type", where)
    if not str(named.get("mimeType")).startswith(mime):
        wanted = f"{mime}*" if mime.endswith("/") else mime
        raise _say(POST, f'Expected "{wanted}" (got "{named.get("mimeType")}")', where)
    if int(named.get("size") or 0) > most:
        raise _say(POST, f"blob too big (maximum {most}, got {named.get('size')})", where)
    cid = (named.get("ref") or {}).get("$link")
    if cid not in account.blobs:
        raise Refused(400, "BlobNotFound", f"Could not find blob: {cid}")
