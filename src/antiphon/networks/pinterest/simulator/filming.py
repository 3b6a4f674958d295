"""Videos of the simulated Pinterest: registered here, brought to the storage host."""

import secrets

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.connect.values import Kind
from antiphon.networks.pinterest.simulator.gate import Call, RefusedError, invalid
from antiphon.networks.pinterest.simulator.world import Media, World

STORAGE = "pinterest-media-upload.s3-accelerate.amazonaws.com"


async def register(call: Call) -> Response:
    """POST /v5/media."""
    call.needs("pins:read", "pins:write")
    if (await call.body()).get("media_type") != "video":
        raise invalid("media_type must be video")
    media = Media(id=call.world.new_id(), owner=call.account.id)
    key = f"uploads/{secrets.token_hex(8)}:{media.id}"
    call.world.media[media.id], call.world.uploads[key] = media, media.id
    told = {
        "media_id": media.id,
        "media_type": "video",
        "upload_url": f"{call.world.base}/-/{STORAGE}/",
        "upload_parameters": {
            "x-amz-date": f"{call.world.now():%Y%m%dT%H%M%SZ}",
            "x-amz-signature": secrets.token_hex(16),
            "x-amz-security-token": secrets.token_hex(8),
            "x-amz-algorithm": "AWS4-HMAC-SHA256",
            "key": key,
            "policy": secrets.token_urlsafe(16),
            "x-amz-credential": "AKIA/20261121/us-east-1/s3/aws4_request",
            "Content-Type": "multipart/form-data",
        },
    }
    return JSONResponse(told, 201)


async def status(call: Call) -> Response:
    """GET /v5/media/{media_id}."""
    call.needs("pins:read")
    media = call.world.media.get(call.named("media_id"))
    if media is None or media.owner != call.account.id:
        raise RefusedError(404, 404, "Media not found.")
    media.asked += 1
    told = {"media_id": media.id, "media_type": "video", "status": _state(call.world, media)}
    return JSONResponse(told)


def _state(world: World, media: Media) -> str:
    if media.file is None:
        return "registered"
    if media.asked <= world.quirks.processing:
        return "processing"
    return "failed" if world.quirks.spoils else "succeeded"


async def store(world: World, request: Request) -> Response:
    """The storage host: a form whose last field is the file; it answers in XML."""
    if request.headers.get("authorization"):
        return _denied("InvalidArgument", 400)
    if world.quirks.storage:
        return _denied(world.quirks.storage, 400)
    async with request.form() as form:
        media = world.media.get(world.uploads.get(str(form.get("key")), ""))
        file = form.get("file")
        if media is None or not isinstance(file, UploadFile) or list(form)[-1] != "file":
            return _denied("AccessDenied", 403)
        media.file = world.keep(Kind.VIDEO, file.content_type or "", await file.read())
        return Response(status_code=204)


def _denied(code: str, status: int) -> Response:
    body = f'<?xml version="1.0"?><Error><Code>{code}</Code></Error>'
    return Response(body, status, media_type="application/xml")


async def show(world: World, request: Request) -> Response:
    """A small file, for the timeline page."""
    file = world.files.get(request.path_params["digest"])
    if file is None or not file.body:
        return Response(status_code=404)
    return Response(file.body, media_type=file.mime)
