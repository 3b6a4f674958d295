"""Pins of the simulated Pinterest: made, shown, changed, deleted, listed."""

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from antiphon.connect.values import Kind
from antiphon.networks.pinterest.simulator.gate import Call, RefusedError, invalid
from antiphon.networks.pinterest.simulator.shapes import pin as shape
from antiphon.networks.pinterest.simulator.world import File, Pin

LONGEST = {"title": 100, "description": 800, "alt_text": 500, "link": 2_048}
KNOWN = {*LONGEST, "board_id", "board_section_id", "dominant_color", "media_source"}
PICTURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
FEWEST, MOST = 2, 5


async def create(call: Call) -> Response:
    """POST /v5/pins."""
    call.needs("boards:read", "boards:write", "pins:read", "pins:write")
    asked = await call.body()
    if asked.keys() - KNOWN:
        raise invalid(f"unknown fields {sorted(asked.keys() - KNOWN)}")
    board, section = _where(call, asked)
    words = _words(asked)
    files, cover = _files(call, asked.get("media_source"))
    made = Pin(
        id=call.world.new_id(), owner=call.account.id, board=board, section=section,
        at=call.world.now(), words=words, files=files, cover=cover,
    )  # fmt: skip
    call.world.pins[made.id] = made
    call.account.pins.append(made.id)
    return JSONResponse(shape(call.world, made), 201)


def _where(call: Call, asked: dict[str, Any]) -> tuple[str, str]:
    if not asked.get("board_id"):
        raise invalid("board_id is required")
    board = call.board(str(asked["board_id"]))
    section = str(asked.get("board_section_id") or "")
    if section and section not in board.sections:
        raise RefusedError(404, 404, "Board section not found.")
    return board.id, section


def _words(asked: dict[str, Any]) -> dict[str, str | None]:
    words = {name: asked[name] for name in LONGEST if name in asked}
    for name, value in words.items():
        if value is not None and not isinstance(value, str):
            raise invalid(f"{name} is no text")
        if len(value or "") > LONGEST[name]:
            raise invalid(f"{name} is longer than {LONGEST[name]}")
    link = urlsplit(words.get("link") or "https://here.example")
    if link.scheme not in {"http", "https"} or not link.hostname:
        raise invalid("link is no URL")
    return {name: value.strip() if value else value for name, value in words.items()}


def _files(call: Call, source: Any) -> tuple[tuple[File, ...], int | None]:
    if not isinstance(source, dict):
        raise invalid("media_source is required")
    match source.get("source_type"):
        case "image_base64":
            return (_picture(call, source),), None
        case "multiple_image_base64":
            items = source.get("items") or []
            if not FEWEST <= len(items) <= MOST:
                raise invalid("a carousel has two to five pictures")
            return tuple(_picture(call, one) for one in items), None
        case "video_id":
            return (_video(call, source),), source.get("cover_image_key_frame_time")
        case other:
            raise invalid(f"media_source has no {other} here")


def _picture(call: Call, told: dict[str, Any]) -> File:
    try:
        body = base64.b64decode(told["data"], validate=True)
    except (KeyError, binascii.Error) as error:
        raise invalid("data is no base64") from error
    mime = str(told.get("content_type"))
    if mime not in PICTURES or not body.startswith(PICTURES[mime]):
        raise invalid("the image is not what content_type says")
    return call.world.keep(Kind.IMAGE, mime, body)


def _video(call: Call, source: dict[str, Any]) -> File:
    media = call.world.media.get(str(source.get("media_id")))
    if media is None or media.owner != call.account.id or media.file is None:
        raise invalid("media_id names no video that is ready")
    if source.get("cover_image_key_frame_time") is None:
        raise invalid("a video needs a cover image")
    return media.file


async def show(call: Call) -> Response:
    """GET /v5/pins/{pin_id}."""
    call.needs("boards:read", "pins:read")
    metrics = call.request.query_params.get("pin_metrics") == "true"
    return JSONResponse(shape(call.world, call.pin(call.named("pin_id")), metrics=metrics))


async def change(call: Call) -> Response:
    """PATCH /v5/pins/{pin_id}."""
    call.needs("boards:read", "boards:write", "pins:read", "pins:write")
    asked, found = await call.body(), call.pin(call.named("pin_id"))
    found.words.update(_words(asked))
    return JSONResponse(shape(call.world, found))


async def delete(call: Call) -> Response:
    """DELETE /v5/pins/{pin_id}."""
    call.needs("boards:read", "boards:write", "pins:read", "pins:write")
    found = call.pin(call.named("pin_id"))
    del call.world.pins[found.id]
    call.account.pins.remove(found.id)
    return Response(status_code=204)


async def own(call: Call) -> Response:
    """GET /v5/pins: as late as the list is."""
    call.needs("boards:read", "pins:read")
    until = call.world.now() - call.world.quirks.list_lag
    shy = call.request.query_params.get("include_protected_pins") != "true"
    boards = call.world.boards
    pins = [call.world.pins[id] for id in call.account.pins]
    pins = [one for one in pins if not (shy and boards[one.board].privacy == "PROTECTED")]
    found = [shape(call.world, one) for one in pins if one.at <= until]
    return call.page(found if call.world.quirks.oldest_first else found[::-1])
