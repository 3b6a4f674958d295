"""Files of the simulated Reddit: leased here, brought to the storage host."""

import hashlib
import secrets
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from antiphon.connect.values import Kind
from antiphon.networks.reddit.simulator.gate import Call, RefusedError
from antiphon.networks.reddit.simulator.world import KEPT, File, World

MIMES = {
    "image/png": Kind.IMAGE, "image/jpeg": Kind.IMAGE, "image/webp": Kind.IMAGE,
    "image/gif": Kind.GIF, "video/mp4": Kind.VIDEO, "video/quicktime": Kind.VIDEO,
}  # fmt: skip
HOSTS = {
    Kind.IMAGE: "reddit-uploaded-media.s3-accelerate.amazonaws.com",
    Kind.GIF: "reddit-uploaded-media.s3-accelerate.amazonaws.com",
    Kind.VIDEO: "reddit-uploaded-video.s3-accelerate.amazonaws.com",
}


async def lease(call: Call) -> dict[str, Any]:
    """POST /api/media/asset.json."""
    call.needs("submit")
    mime = call.word("mimetype")
    if mime not in MIMES or not call.word("filepath"):
        raise RefusedError("BAD_MIME", "that file type is not supported", "mimetype")
    file = File(id=secrets.token_hex(7)[:13], owner=call.user.name, kind=MIMES[mime], mime=mime)
    key = file.id if file.kind is Kind.VIDEO else f"rte_images/{file.id}"
    call.world.files[file.id], call.world.uploads[key] = file, file.id
    told = {
        "acl": "public-read",
        "key": key,
        "X-Amz-Credential": "ASIA/20261121/us-east-1/s3/aws4_request",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Date": f"{call.world.now():%Y%m%dT%H%M%SZ}",
        "success_action_status": "201",
        "content-type": mime,
        "policy": secrets.token_urlsafe(16),
        "X-Amz-Signature": secrets.token_hex(16),
    }
    return {
        "args": {
            "action": f"//{HOSTS[file.kind]}",
            "fields": [{"name": name, "value": value} for name, value in told.items()],
        },
        "asset": {
            "asset_id": file.id,
            "processing_state": "incomplete",
            "payload": {"filepath": call.word("filepath")},
            "websocket_url": f"wss://ws.redditmedia.com/{key}",
        },
    }


async def store(world: World, request: Request) -> Response:
    """The storage host: a form whose last field is the file; it answers in XML."""
    if request.headers.get("authorization"):
        return _denied("InvalidArgument", 400)
    if world.quirks.storage:
        return _denied(world.quirks.storage, 400)
    async with request.form() as form:
        key, given = str(form.get("key")), form.get("file")
        file = world.files.get(world.uploads.get(key, ""))
        if file is None or not isinstance(given, UploadFile) or list(form)[-1] != "file":
            return _denied("AccessDenied", 403)
        body = await given.read()
    file.digest, file.size = hashlib.sha256(body).hexdigest(), len(body)
    file.body = body if len(body) <= KEPT else b""
    where = f"https://{HOSTS[file.kind]}/{key.replace('/', '%2F')}"
    xml = f"<PostResponse><Location>{where}</Location><Key>{key}</Key></PostResponse>"
    return Response(f'<?xml version="1.0"?>\n{xml}', 201, media_type="application/xml")


def _denied(code: str, status: int) -> Response:
    body = f'<?xml version="1.0"?><Error><Code>{code}</Code></Error>'
    return Response(body, status, media_type="application/xml")


async def show(world: World, request: Request) -> Response:
    """A small file, for the timeline page."""
    file = world.files.get(request.path_params["id"])
    if file is None or not file.body:
        return Response(status_code=404)
    return Response(file.body, media_type=file.mime)
