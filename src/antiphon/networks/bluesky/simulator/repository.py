"""Records and files: what an account's own server keeps."""

import hashlib
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from antiphon.networks.bluesky.simulator import rules, sessions
from antiphon.networks.bluesky.simulator.contents import RAW, cid, record_cid
from antiphon.networks.bluesky.simulator.world import Account, Blob, Record, Refused, Session, World

SMALL = 1_000_000
CREATE, UPDATE, DELETE = 3, 2, 1
"""Points of a write (bsky-docs, rate limits, @390c1e9)."""
Told = tuple[dict[str, Any], dict[str, str]]


def put(world: World, session: Session, given: Mapping[str, Any]) -> Told:
    """com.atproto.repo.putRecord: the same again changes nothing, another is refused (seen)."""
    account, collection = _writing(world, session, given)
    if "rkey" not in given:
        raise _no_key("putRecord", "rkey")
    uri = f"at://{account.did}/{collection}/{given['rkey']}"
    before = account.records.get(uri)
    headers = world.spend(account, UPDATE if before else CREATE)
    record = rules.check(account, collection, str(given["rkey"]), given.get("record"))
    name = record_cid(record)
    if before and before.cid == name:
        return {"uri": uri, "cid": name, "validationStatus": "valid"}, headers
    if "swapRecord" in given and given["swapRecord"] != (before.cid if before else None):
        found = before.cid if before else "null"
        raise Refused(400, "InvalidSwap", f"Record was at {found}")
    return _written(world, world.store(account, uri, name, record)), headers


def create(world: World, session: Session, given: Mapping[str, Any]) -> Told:
    """com.atproto.repo.createRecord: fails without a word where something stands (seen)."""
    account, collection = _writing(world, session, given)
    rkey = str(given.get("rkey") or world.rev())
    uri = f"at://{account.did}/{collection}/{rkey}"
    headers = world.spend(account, CREATE)
    record = rules.check(account, collection, rkey, given.get("record"))
    if uri in account.records:
        raise Refused(500, "InternalServerError", "Internal Server Error")
    return _written(world, world.store(account, uri, record_cid(record), record)), headers


def delete(world: World, session: Session, given: Mapping[str, Any]) -> Told:
    """com.atproto.repo.deleteRecord: what is gone already is deleted too (seen)."""
    account, collection = _writing(world, session, given)
    headers = world.spend(account, DELETE)
    uri = f"at://{account.did}/{collection}/{given.get('rkey')}"
    return {"commit": _commit(world)} if world.drop(account, uri) else {}, headers


def get(world: World, given: Mapping[str, str]) -> dict[str, Any]:
    """com.atproto.repo.getRecord; everybody may ask."""
    for key in ("repo", "collection", "rkey"):
        if key not in given:
            raise _no_key("getRecord", key)
    did = world.handles.get(given["repo"], given["repo"])
    uri = f"at://{did}/{given['collection']}/{given['rkey']}"
    account = world.accounts.get(did)
    record = account.records.get(uri) if account else None
    if record is None:
        raise Refused(400, "RecordNotFound", f"Could not locate record: {uri}")
    return {"uri": uri, "cid": record.cid, "value": record.value}


async def upload(world: World, session: Session, request: Request) -> dict[str, Any]:
    """com.atproto.repo.uploadBlob."""
    mime = request.headers.get("content-type", "application/octet-stream").partition(";")[0]
    sessions.may(session, "blob:*/*")
    blob = await take(request, mime, world.quirks.blob_limit)
    if not world.quirks.forgets_blobs:
        world.accounts[session.did].blobs[blob.cid] = blob
    return {"blob": blob.told()}


async def take(request: Request, mime: str, most: int) -> Blob:
    """Read bytes as they come; keep them only while they are few."""
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise Refused(413, "PayloadTooLarge", "request entity too large")
        digest.update(piece)
        if size <= SMALL:
            kept += piece
    name = cid(digest.digest(), RAW)
    small = bytes(kept) if size <= SMALL else None
    return Blob(cid=name, mime=mime, size=size, digest=digest.hexdigest(), kept=small)


def _writing(world: World, session: Session, given: Mapping[str, Any]) -> tuple[Account, str]:
    account, collection = world.accounts[session.did], str(given.get("collection") or "")
    if given.get("repo") not in {account.did, account.handle}:
        raise Refused(401, "AuthenticationRequired", "Authentication Required")
    if not collection:
        raise _no_key("putRecord", "collection")
    sessions.may(session, f"repo:{collection}")
    return account, collection


def _no_key(method: str, key: str) -> Refused:
    say = f'Invalid com.atproto.repo.{method} params: Missing required key "{key}"'
    return Refused(400, "InvalidRequest", say)


def _written(world: World, record: Record) -> dict[str, Any]:
    names = {"uri": record.uri, "cid": record.cid}
    return {**names, "commit": _commit(world), "validationStatus": "valid"}


def _commit(world: World) -> dict[str, str]:
    rev = world.rev()
    return {"cid": record_cid({"rev": rev}), "rev": rev}
