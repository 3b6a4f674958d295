"""Taking files in from a page: small ones whole, large ones in pieces that can go on.

The pieces are those of the tus protocol 1.0.0 (read 2026-11) as far as one page needs it.
"""

from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import actions, limits, queries
from antiphon.media.models import Asset, Upload
from antiphon.people.models import Member
from antiphon.people.policy import Refused
from antiphon.web.pages.file.told import address, told
from antiphon.web.request import View, in_workspace

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
PIECE = "application/offset+octet-stream"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


def for_a_script(view: View) -> View:
    """Refusals as problem details: the element that uploads says them beside the file."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadInputError as error:
            stale = any(problem.rule == "offset" for problem in error.problems)
            return _problem(str(error), 409 if stale else 422, error.problems)
        except Refused as error:
            return _problem(str(error), 403, ())
        except NotHereError as error:
            return _problem(str(error), 404, ())

    return inner


def _problem(say: str, status: int, problems: tuple[Problem, ...]) -> HttpResponse:
    body = {"type": "about:blank", "title": say, "status": status,
            "errors": [problem.told() for problem in problems]}  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")


@require_POST
@in_workspace
@for_a_script
def files(request: HttpRequest, by: Member) -> HttpResponse:
    """One whole file; a picture, a paper or a small video."""
    _closed(request, {"alt"}, {"file"})
    given = request.FILES.get("file")
    if given is None or not given.name:
        raise _bad("file", "missing", "Choose a file.")
    asset = actions.take_in(by, given, name=given.name, alt=request.POST.get("alt", ""))
    return JsonResponse(told(by, asset), status=201)


@require_POST
@in_workspace
@for_a_script
def uploads(request: HttpRequest, by: Member) -> HttpResponse:
    """The beginning of a file that comes in pieces; the answer says where to bring them."""
    _closed(request, {"name", "size"}, set())
    size = _number(request.POST.get("size", ""), "size")
    row = actions.begin_upload(by, name=request.POST.get("name", ""), size=size)
    return _state(row, 201, {"Location": address(by, "upload", row.pk)})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@in_workspace
@for_a_script
def upload(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """How far it is, its next piece, or its end."""
    row = queries.upload(by, pk)
    if request.method == "HEAD":
        return _state(row, 200, {})
    if request.method == "DELETE":
        actions.drop_upload(by, pk)
        return HttpResponse(status=204)
    if request.content_type != PIECE:
        return _problem(f"A piece is sent as {PIECE}.", 415, ())
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.LONGEST_PIECE:
        return _problem("The piece is too long. Send shorter ones.", 413, ())
    offset = _number(request.headers.get(OFFSET, ""), OFFSET)
    now = actions.go_on(by, pk, request, offset=offset)
    if isinstance(now, Asset):
        return JsonResponse(told(by, now), status=201)
    return _state(now, 204, {})


def _state(row: Upload, status: int, more: dict[str, str]) -> HttpResponse:
    facts = {OFFSET: str(row.received), LENGTH: str(row.size), **more}
    return HttpResponse(status=status, headers=facts)


def _closed(request: HttpRequest, fields: set[str], files: set[str]) -> None:
    """An unknown field is a mistake, and said."""
    unknown = {*request.POST} - fields - {TOKEN} | {*request.FILES} - files
    if unknown:
        name = min(unknown)[:80]
        raise _bad(name, "unknown_field", f"There is no field called {name}.")


def _number(given: str, field: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) <= 15):
        raise _bad(field, "not_a_number", "Say it in bytes, as a whole number.")
    return int(given)


def _bad(field: str, rule: str, say: str) -> BadInputError:
    return BadInputError(Problem(field=field, rule=rule, say=say))
