"""A call of the API from inside this process, through every layer that one from outside passes."""

import json
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from antiphon.api.mcp.tools import BODY, ApiTool, argument
from antiphon.kernel.secret import Secret


@dataclass(frozen=True)
class Heard:
    """What the API answered."""

    status: int
    told: Any

    @property
    def ok(self) -> bool:
        """Whether it did or told what was asked."""
        return self.status < 400


@dataclass(frozen=True)
class Caller:
    """In whose name, and from where."""

    key: Secret
    address: str = "127.0.0.1"

    def call(self, tool: ApiTool, arguments: dict[str, Any], *, name: str = "") -> Heard:
        """Use a tool; `name` keeps the same command from being done twice."""
        path = tool.path
        for one in tool.named("path"):
            path = path.replace(f"{{{one}}}", quote(str(arguments.get(argument(one), "")), safe=""))
        query = {
            one: arguments[argument(one)]
            for one in tool.named("query")
            if arguments.get(argument(one)) is not None
        }
        headers = {
            one: str(arguments[argument(one)])
            for one in tool.named("header")
            if arguments.get(argument(one)) is not None
        }
        headers |= {"Idempotency-Key": name} if name else {}
        return self._ask(_Request(tool.route.method, path, query, headers, arguments.get(BODY)))

    def read(self, path: str) -> Heard:
        """Read what lies at an address of the API."""
        return self._ask(_Request("GET", path))

    def _ask(self, request: "_Request") -> Heard:
        # Without the handler's signals: they close the connections of the request that came in.
        response = _door().get_response(WSGIRequest(request.environ(self)))
        body = getattr(response, "content", b"")
        return Heard(response.status_code, json.loads(body) if body else None)


@cache
def _door() -> WSGIHandler:
    return WSGIHandler()


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None

    def environ(self, caller: Caller) -> dict[str, Any]:
        """The request as a server would hand it in."""
        public = urlsplit(settings.PUBLIC_URL)
        raw = b"" if self.body is None else json.dumps(self.body).encode()
        facts: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path,
            "QUERY_STRING": urlencode(self.query),
            "CONTENT_LENGTH": str(len(raw)),
            "SERVER_NAME": _host(),
            "SERVER_PORT": "443" if public.scheme == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": caller.address,
            "HTTP_HOST": _host(),
            "HTTP_AUTHORIZATION": f"Bearer {caller.key.reveal()}",
            "wsgi.url_scheme": public.scheme or "http",
            "wsgi.input": BytesIO(raw),
        }
        if raw:
            facts["CONTENT_TYPE"] = "application/json"
        named = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in self.headers.items()}
        return facts | named


def _host() -> str:
    """A name under which we answer."""
    first = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return "localhost" if first == "*" else first.lstrip(".")
