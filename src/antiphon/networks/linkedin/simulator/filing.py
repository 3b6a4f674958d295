"""The Images, Documents and Videos APIs of the simulated LinkedIn."""

import hashlib
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.connect.values import Kind
from antiphon.networks.linkedin.simulator.gate import Call, RefusedError, broken, missing
from antiphon.networks.linkedin.simulator.world import File, World

PART = 4_194_304
SHOWN = 1_000_000
"""Only small files are kept for showing."""
KINDS = {"images": Kind.IMAGE, "documents": Kind.DOCUMENT, "videos": Kind.VIDEO}
_SMALLEST_VIDEO = 75_000


async def act(call: Call) -> Response:
    """POST /rest/{images|documents|videos}?action=…"""
    body = await call.body()
    match call.query("action"):
        case "initializeUpload":
            return _begin(call, body["initializeUploadRequest"])
        case "finalizeUpload" if _sort(call) == "videos":
            return _finish(call, body["finalizeUploadRequest"])
        case _:
            raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="There is no such action.")


def _sort(call: Call) -> str:
    return str(call.request.url.path).rpartition("/")[2]


def _begin(call: Call, asked: dict[str, Any]) -> Response:
    sort, world = _sort(call), call.world
    call.allow(asked["owner"], "w", f"{sort}.ACTION-initializeUpload")
    urn = f"urn:li:{sort[:-1]}:D4E{world.new_id()}"
    file = File(urn=urn, owner=asked["owner"], kind=KINDS[sort])
    world.files[urn] = file
    ends = int(world.now().timestamp() * 1000) + 86_400_000
    if sort != "videos":
        told = {"uploadUrl": _address(world, urn, 0), "uploadUrlExpiresAt": ends, sort[:-1]: urn}
        return JSONResponse({"value": told})
    size = int(asked["fileSizeBytes"])
    if not _SMALLEST_VIDEO <= size <= 500_000_000:
        raise broken("fileSizeBytes", "is out of range")
    firsts = range(0, size, PART)
    file.size, file.wanted, file.token = size, len(firsts), secrets.token_hex(8)
    parts = [
        {
            "uploadUrl": _address(world, urn, place),
            "firstByte": first,
            "lastByte": min(first + PART, size) - 1,
        }
        for place, first in enumerate(firsts)
    ]
    told = {"uploadInstructions": parts, "uploadUrlsExpireAt": ends, "video": urn}
    return JSONResponse({"value": {**told, "uploadToken": file.token}})


def _address(world: World, urn: str, place: int) -> str:
    key = secrets.token_urlsafe(12)
    world.uploads[key] = (urn, place)
    return f"{world.base}/-/www.linkedin.com/dms-uploads/{key}/uploaded?ca=vector_ads%2Fsp"


async def put(world: World, request: Request) -> Response:
    """PUT of the bytes, or of one part; again is harmless."""
    urn, place = world.uploads.get(request.path_params["key"], ("", 0))
    file = world.files.get(urn)
    if file is None:
        return Response(status_code=404)
    file.mime = request.headers.get("content-type", "")
    file.parts[place] = await request.body()
    if file.kind is not Kind.VIDEO:
        _store(world, file)
    etag = hashlib.sha256(file.parts.get(place, file.body)).hexdigest()[:32]
    return Response(status_code=200 if file.kind is Kind.VIDEO else 201, headers={"etag": etag})


def _store(world: World, file: File) -> None:
    whole = b"".join(file.parts[place] for place in sorted(file.parts))
    file.digest, file.size = hashlib.sha256(whole).hexdigest(), len(whole)
    file.body = whole if len(whole) <= SHOWN else b""
    if file.kind is Kind.IMAGE and whole[:4] == b"GIF8":
        file.kind = Kind.GIF
    file.parts = {}
    file.ready_at = world.now() + world.quirks.processing


def _finish(call: Call, asked: dict[str, Any]) -> Response:
    file = call.world.files.get(asked.get("video", ""))
    if file is None:
        raise missing()
    call.allow(file.owner, "w", "videos.ACTION-finalizeUpload")
    if file.ready_at is None:
        etags = [hashlib.sha256(file.parts[place]).hexdigest()[:32] for place in sorted(file.parts)]
        if len(etags) != file.wanted or asked["uploadedPartIds"] != etags:
            raise broken("uploadedPartIds", "are not the parts that arrived")
        if asked.get("uploadToken") != file.token:
            raise broken("uploadToken", "is not the one given")
        _store(call.world, file)
        file.mime = "video/mp4"
    return JSONResponse({})


async def status(call: Call) -> Response:
    """GET /rest/{images|documents|videos}/{urn}."""
    file = call.world.files.get(call.named())
    if file is None:
        raise missing()
    call.allow(file.owner, "r", "assets.GET")
    return JSONResponse({"id": file.urn, "owner": file.owner, "status": _status(call.world, file)})


def _status(world: World, file: File) -> str:
    if file.ready_at is None:
        return "WAITING_UPLOAD"
    if file.ready_at > world.now():
        return "PROCESSING"
    return "PROCESSING_FAILED" if world.quirks.spoils else "AVAILABLE"


async def show(world: World, request: Request) -> Response:
    """A small file, for the timeline page."""
    file = world.files.get(request.path_params["urn"])
    if file is None or not file.body:
        return Response(status_code=404)
    return Response(file.body, media_type=file.mime)
