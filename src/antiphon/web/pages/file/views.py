"""Showing a file: found by its id in a table, never by a path, and never run by a browser."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.media import actions, queries, shelf
from antiphon.media.actions import Size
from antiphon.media.models import Asset, Rendition
from antiphon.people.models import Member
from antiphon.web.pages.file.ranges import NoSuchPartError, Span, read, span_of
from antiphon.web.request import in_workspace

QUIET = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Whatever a file says, a browser that opens it runs nothing and knows no session."""
KEPT = "private, max-age=3600"
ORIGINAL = "original"
SIZES = {"small": Size.SMALL, "large": Size.LARGE}
SHOWN = frozenset({"image", "video"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes out, and under which name."""

    file: str
    mime: str
    digest: str
    name: str
    to_keep: bool


@require_safe
def file(request: HttpRequest, workspace: str, pk: UUID, rendition: str = "") -> HttpResponse:
    """The file as we made it, a small picture of it, or the bytes as they came, to be kept."""
    response = _file(request, workspace, pk=pk, rendition=rendition)
    if response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = KEPT
        del response.headers["Expires"]
    return response


@in_workspace
def _file(request: HttpRequest, by: Member, pk: UUID, rendition: str) -> HttpResponse:
    try:
        asset = queries.asset(by.workspace, pk)
    except NotHereError:
        raise Http404 from None
    wanted = _wanted(asset, rendition)
    if not shelf.path_of(wanted.file).is_file():
        raise Http404
    return sent(request, wanted)


def sent(request: HttpRequest, wanted: Sent) -> HttpResponse:
    """All of it, the part that was asked for, or the word that the asker has it already."""
    if request.headers.get("If-None-Match", "") == _tag(wanted):
        return _labelled(HttpResponse(status=304), wanted)
    return _labelled(_answer(request, wanted, shelf.path_of(wanted.file)), wanted)


def _wanted(asset: Asset, rendition: str) -> Sent:
    if rendition == ORIGINAL and asset.original:
        octets = "application/octet-stream"
        return Sent(asset.original, octets, asset.original_digest, _called(asset), to_keep=True)
    if not rendition:
        return _sent(asset, asset)
    if rendition not in SIZES:
        raise Http404
    picture = actions.shown(asset, SIZES[rendition])
    if picture is None:
        raise Http404
    return _sent(asset, picture)


def _sent(asset: Asset, shown: Asset | Rendition) -> Sent:
    to_keep = shown.mime.partition("/")[0] not in SHOWN
    name = f"{asset.pk}{PurePosixPath(shown.file).suffix}"
    return Sent(shown.file, shown.mime, shown.digest, name, to_keep=to_keep)


def _called(asset: Asset) -> str:
    """The name it came with, without the folders that may stand in it."""
    return PurePosixPath(asset.name.replace("\\", "/")).name or str(asset.pk)


def _tag(sent: Sent) -> str:
    return f'"{sent.digest}"'


def _answer(request: HttpRequest, sent: Sent, path: Path) -> HttpResponse:
    size = path.stat().st_size
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", _tag(sent)) != _tag(sent):
        asked = ""
    try:
        span = span_of(asked, size)
    except NoSuchPartError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = span or Span(0, size)
    headers = {"Content-Length": str(part.count)}
    if span:
        headers["Content-Range"] = span.told(size)
    status = 206 if span else 200
    body = read(path, part)
    return StreamingHttpResponse(body, content_type=sent.mime, status=status, headers=headers)  # type: ignore[return-value]  # both kinds of answers have a status and headers


def _labelled(answer: HttpResponse, sent: Sent) -> HttpResponse:
    answer.headers["ETag"] = _tag(sent)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Security-Policy"] = QUIET
    answer.headers["Content-Disposition"] = _disposition(sent)
    return answer


def _disposition(sent: Sent) -> str:
    return content_disposition_header(sent.to_keep, sent.name) or "attachment"
