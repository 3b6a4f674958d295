"""The routes as one: an address, a reader, a writer, a description."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ConfigError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from antiphon import __version__
from antiphon.api.core import description, problems
from antiphon.api.core.routes import ROUTES, Routes, in_json, missing

PREFIX = "/api/v1/"
ABOUT = (
    "Everything that a page of Antiphon can do, a program can do. A key opens one workspace and"
    " acts for its maker, within its scopes."
)


class AsRead(Parser):
    """Gives schemas the body that was read and judged already."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What there was."""
        return getattr(request, "given", None)


class InJson(BaseRenderer):
    """Writes answers; times with all that is known of them."""

    media_type = "application/json"

    def render(self, _request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        """The answer as bytes."""
        return to_json(data)


class Names(OpenAPISchema):
    """The description, in which one name means one thing."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Take schemas over; two of one name must be the same."""
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ConfigError(f"There are two schemas called {name}.")


class Door(NinjaAPI):
    """All routes, and what they tell of themselves."""

    def __init__(self, *nouns: Routes) -> None:
        super().__init__(
            title="Antiphon",
            version=__version__,
            description=ABOUT,
            openapi_url=None,  # ours is told by `described`, and loads nothing from elsewhere
            docs_url=None,
            urls_namespace="api",
            parser=AsRead(),
            renderer=InJson(),
            servers=[{"url": "/"}],
        )
        for noun in nouns:
            self.add_router("", noun.router)

    def set_default_exception_handlers(self) -> None:
        """All that goes wrong is told in one way."""
        self.add_exception_handler(Exception, _told)

    @property
    def patterns(self) -> list[URLPattern]:
        """Every address, each refusing in JSON."""
        found = [one for one in self.urls[0] if isinstance(one, URLPattern)]
        for one in found:
            one.callback = in_json(one.callback)
        told = path("openapi.json", in_json(self._tell_all), name="openapi")
        return [told, *found, re_path(".*", missing)]

    def described(self) -> dict[str, Any]:
        """The description in OpenAPI; the same whoever asks, from wherever."""
        told = Names(self, PREFIX)
        return description.completed(told, {route.name: route for route in ROUTES})

    def _tell_all(self, request: HttpRequest) -> HttpResponse:
        return _described(request, self)


@require_safe
def _described(_request: HttpRequest, door: Door) -> HttpResponse:
    return HttpResponse(json.dumps(door.described()), content_type="application/json")


def _told(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problems.answer(problems.refusal_of(error if isinstance(error, Exception) else error()))
