"""Files: taken in, described, foreseen, removed."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import File, Query
from ninja.files import UploadedFile
from ninja.params.functions import Form

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.problems import Refusal
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.core.wire import PIECE
from antiphon.api.schemas import media as told
from antiphon.api.schemas.fields import Line, Page, Words
from antiphon.connect import registry
from antiphon.media import actions as media
from antiphon.media import queries, shelf
from antiphon.media.models import Asset

files = Routes("media")


@files.get("/assets", "asset.read", Page[told.AssetTold])
def list_assets(request: Call, filters: Query[told.AssetFilter]) -> dict[str, Any]:
    """All files, the last added first."""
    rows = queries.assets(request.by.workspace)
    rows = rows.filter(kind=filters.kind) if filters.kind else rows
    return leaf(request, rows, Order("added_at"), told.assets)


@files.post("/assets", "asset.write", told.AssetTold, status=201, outside=True)
def upload_asset(
    request: Call,
    file: File[UploadedFile],
    name: Annotated[Line, Form("")],
    alt: Annotated[Words, Form("")],
) -> told.AssetTold:
    """Take a file in; the same bytes a second time are the same file."""
    source = media.Exactly(file, file.size or 0)
    return _shown(media.take_in(request.by, source, name=name or file.name or "", alt=alt))


@files.post("/assets/fetch", "asset.write", told.AssetTold, status=201, outside=True)
def fetch_asset(request: Call, body: told.Fetch) -> told.AssetTold:
    """Take in what lies at a public address of the web."""
    return _shown(media.fetch(request.by, body.url, name=body.name, alt=body.alt))


@files.post("/uploads", "asset.write", told.UploadTold, status=201)
def begin_upload(request: Call, body: told.Begin) -> told.UploadTold:
    """Make room for a large file that will come in pieces."""
    row = media.begin_upload(request.by, name=body.name, size=body.size)
    return told.upload(row, row.pk)


@files.get("/uploads/{uuid:id}", "asset.write", told.UploadTold)
def get_upload(request: Call, id: UUID) -> told.UploadTold:
    """How much of it is here: the next piece begins there."""
    return told.upload(queries.upload(request.by, id), id)


@files.patch("/uploads/{uuid:id}", "asset.write", told.UploadTold, takes=PIECE)
def go_on_with_upload(
    request: Call, id: UUID, filters: Query[told.OffsetFilter]
) -> told.UploadTold:
    """The next piece; the asset stands in the answer once nothing is missing."""
    row = media.go_on(request.by, id, request, offset=filters.offset)
    return told.upload(row, id)


@files.delete("/uploads/{uuid:id}", "asset.write")
def drop_upload(request: Call, id: UUID) -> None:
    """Stop it; what came so far is forgotten."""
    media.drop_upload(request.by, id)


@files.get("/assets/{uuid:id}", "asset.read", told.AssetTold)
def get_asset(request: Call, id: UUID) -> told.AssetTold:
    """One file."""
    return _shown(_asset(request, id))


@files.get("/assets/{uuid:id}/content", "asset.read", None, gives="application/octet-stream")
def get_asset_content(request: Call, id: UUID) -> HttpResponse:
    """Its bytes, as they were accepted."""
    row = _asset(request, id)
    path = shelf.path_of(row.file)
    if not path.exists():
        raise Refusal(410, "missing", "The file is no longer where we keep it. Add it again.")
    answer = FileResponse(path.open("rb"), content_type="application/octet-stream")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]


@files.get("/assets/{uuid:id}/fits", "asset.read", list[told.FitTold])
def list_fits(request: Call, id: UUID, filters: Query[told.FitFilter]) -> list[told.FitTold]:
    """What it would become for each form of post on a network, and what stands against it."""
    return told.fits(_asset(request, id), registry.network(filters.network))


@files.patch("/assets/{uuid:id}", "asset.write", told.AssetTold)
def describe_asset(request: Call, id: UUID, body: told.Describe) -> told.AssetTold:
    """Say what it shows, or which point of it must stay visible."""
    return _shown(media.describe(request.by, _asset(request, id), alt=body.alt, focus=body.focus))


@files.delete("/assets/{uuid:id}", "asset.delete")
def remove_asset(request: Call, id: UUID) -> None:
    """Remove it, its original and all that was made of it; what a post shows stays."""
    media.remove(request.by, _asset(request, id))


def _asset(request: Call, id: UUID) -> Asset:
    return one(queries.assets(request.by.workspace), id)


def _shown(row: Asset) -> told.AssetTold:
    row.refresh_from_db()
    return told.asset(row)
