"""The address of the door for agents."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from antiphon.api.core import problems
from antiphon.api.core.call import sign_in
from antiphon.api.core.problems import Refusal
from antiphon.api.mcp import server
from antiphon.api.mcp.calling import Caller
from antiphon.kernel.secret import Secret

FOREIGN = "This comes from a page of another site."


@csrf_exempt  # whoever comes in here brings a key in a header, which no browser adds by itself
def mcp(request: HttpRequest) -> HttpResponse:
    """Let in who has a key and comes from nobody else's page; the kit does the rest."""
    try:
        request.get_host()  # refuses a name that is not ours
        _insist_on_origin(request.headers.get("Origin", ""))
        sign_in(request)
        answer = server.over_http(_caller(request), _scope(request), request.body)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is answered in JSON
        return problems.answer(problems.refusal_of(error))
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in (answer.headers or {}).items():
        response.headers[name] = value
    return response


def _insist_on_origin(origin: str) -> None:
    """Programs say none; a page must be one of ours."""
    if origin and origin != _origin(settings.PUBLIC_URL):
        raise Refusal(403, "foreign_origin", FOREIGN)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _caller(request: HttpRequest) -> Caller:
    token = request.headers["Authorization"].partition(" ")[2].strip()
    return Caller(Secret(token), request.META.get("REMOTE_ADDR", ""))


def _scope(request: HttpRequest) -> dict[str, Any]:
    """The request as the kit reads it."""
    headers = [
        (k.lower().encode(), v.encode("latin-1", "replace")) for k, v in request.headers.items()
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "root_path": "",
        "query_string": request.META.get("QUERY_STRING", "").encode(),
        "headers": headers,
        "client": (request.META.get("REMOTE_ADDR", ""), 0),
        "server": (request.get_host(), None),
        "state": {},
    }
