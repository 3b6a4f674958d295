"""Tables of posts that come in, and of publications that go out."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from ninja import File, Query
from ninja.files import UploadedFile
from ninja.params.functions import Form
from pydantic import Field

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.routers.outsiders import forms as told
from antiphon.api.schemas.fields import Line, Page
from antiphon.publish.models import Import
from antiphon.publish.sheets import actions as sheets
from antiphon.publish.sheets import leaving, queries

tables = Routes("tables")

ZoneOrNone = Annotated[str, Field(max_length=64)]


@tables.get("/imports", "post.read", list[told.TableTold])
def list_imports(request: Call) -> list[told.TableTold]:
    """Tables on their way in, the youngest first; the last 50."""
    return [told.table(row) for row in queries.imports(request.by.workspace)[:50]]


@tables.post("/imports", "post.write", told.TableTold, status=201)
def begin_import(
    request: Call,
    file: File[UploadedFile],
    name: Annotated[Line, Form("")],
    zone: Annotated[ZoneOrNone, Form("")],
) -> told.TableTold:
    """Bring a table of posts (CSV or XLSX); it is judged row by row, and nothing is made yet."""
    raw, called = file.read(), name or file.name or "table"
    return told.table(sheets.take_in_table(request.by, raw, called, zone=zone))


@tables.get("/imports/{uuid:id}", "post.read", told.TableTold)
def get_import(request: Call, id: UUID) -> told.TableTold:
    """One table, and how far it has come."""
    return told.table(_table(request, id))


@tables.get("/imports/{uuid:id}/rows", "post.read", Page[told.RowTold])
def list_import_rows(request: Call, id: UUID, filters: Query[told.RowFilter]) -> dict[str, Any]:
    """Its rows in their order: what is wrong with each, and what it would become."""
    states = [filters.state] if filters.state else []
    rows = queries.rows(_table(request, id), *states)
    return leaf(request, rows, Order("line", falling=False), lambda rows: [*map(told.row, rows)])


@tables.post("/imports/{uuid:id}/confirm", "post.write", told.TableTold)
def confirm_import(request: Call, id: UUID) -> told.TableTold:
    """Take every good row in; said again it changes nothing."""
    return told.table(sheets.confirm(request.by, _table(request, id)))


@tables.post("/imports/{uuid:id}/stop", "post.write", told.TableTold)
def stop_import(request: Call, id: UUID) -> told.TableTold:
    """Take in nothing more; what was made stays."""
    return told.table(sheets.stop(request.by, _table(request, id)))


@tables.delete("/imports/{uuid:id}", "post.write")
def drop_import(request: Call, id: UUID) -> None:
    """Forget a table and its report; posts that were made of it stay."""
    sheets.drop_table(request.by, _table(request, id))


@tables.get("/exports/publications.csv", "publication.read", None, gives="text/csv")
def export_publications(request: Call, filters: Query[told.Period]) -> HttpResponse:
    """Every publication planned in a period, as a table; nothing in it runs in a spreadsheet."""
    rows = leaving.publications(request.by.workspace, filters.begin, filters.end)
    told_rows = leaving.as_csv(leaving.HEAD, rows)
    return StreamingHttpResponse(told_rows, content_type="text/csv")  # type: ignore[return-value]


def _table(request: Call, id: UUID) -> Import:
    return one(queries.imports(request.by.workspace), id)
