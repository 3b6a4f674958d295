"""How a route is declared, and what each call goes through before and after it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any, TypedDict, TypeVar, Unpack

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.operation import Operation
from structlog.contextvars import bound_contextvars

from antiphon.api.core import limits, once, problems, wire
from antiphon.api.core.call import Call, Route, sign_in
from antiphon.people.actions import permit

View = TypeVar("View", bound=Callable[..., Any])
Answering = Callable[..., HttpResponse]

ROUTES: list[Route] = []
"""Every route, in the order of the description."""


class Asks(TypedDict, total=False):
    """What a route asks beside its role; see `Route`."""

    outside: bool
    takes: str
    insists: bool
    versioned: bool


class Routes:
    """The routes of one noun."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.router = Router(tags=[tag])

    def get(self, path: str, may: str, answer: Any, *, gives: str = "") -> Callable[[View], View]:
        """Something that can be asked."""
        route = Route(method="GET", path=path, may=may, tag=self.tag, gives=gives)
        return self._route(route, {200: answer})

    def post(
        self, path: str, may: str, answer: Any, *, status: int = 0, **asks: Unpack[Asks]
    ) -> Callable[[View], View]:
        """Something that can be done, or made."""
        route = Route(method="POST", path=path, may=may, tag=self.tag, **asks)
        return self._route(route, _answers(answer, status))

    def put(self, path: str, may: str, answer: Any) -> Callable[[View], View]:
        """Something that is set as a whole; twice is as good as once."""
        return self._route(Route(method="PUT", path=path, may=may, tag=self.tag), {200: answer})

    def patch(
        self, path: str, may: str, answer: Any, **asks: Unpack[Asks]
    ) -> Callable[[View], View]:
        """Something of which parts are changed."""
        route = Route(method="PATCH", path=path, may=may, tag=self.tag, **asks)
        return self._route(route, {200: answer})

    def delete(self, path: str, may: str, answer: Any = None) -> Callable[[View], View]:
        """Something that is taken away."""
        route = Route(method="DELETE", path=path, may=may, tag=self.tag)
        return self._route(route, _answers(answer))

    def _route(self, asked: Route, answers: dict[int, Any]) -> Callable[[View], View]:
        def declare(view: View) -> View:
            route = replace(asked, name=view.__name__)
            ROUTES.append(route)
            add = self.router.api_operation(
                [route.method],
                route.path,
                response=answers,
                operation_id=route.name,
                summary=_summary(view),
                url_name=route.name,
            )
            declared: View = add(view)
            operation: Operation = declared._ninja_operation  # type: ignore[attr-defined]  # noqa: SLF001
            decorate_view(_through(route, operation))(declared)
            return declared

        return declare


def _answers(answer: Any, status: int = 0) -> dict[int, Any]:
    return {status or (204 if answer is None else 200): answer}


def _summary(view: Callable[..., Any]) -> str:
    return (view.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def _through(route: Route, operation: Operation) -> Callable[[Answering], Answering]:
    """What every call of this route goes through."""
    known, form = _names(operation, "query"), _names(operation, "form", "file")
    body = route.takes or (wire.FORM if form else _body_type(operation))

    def around(run: Answering) -> Answering:
        @wraps(run)
        def answer(request: Call, **path: Any) -> HttpResponse:
            meter = None
            try:
                request.by = sign_in(request)
                meter = limits.count(request.by)
                with bound_contextvars(api_key=request.by.key_prefix):
                    if route.may:
                        permit(request.by, route.may)
                    wire.insist_known(request.GET, known)
                    request.given = wire.read(request, body, form)
                    response = once.answered(request, route, lambda: run(request, **path))
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is answered in JSON
                response = problems.answer(problems.refusal_of(error))
            response.headers.setdefault("Cache-Control", "no-store")
            return limits.tell(response, meter)

        return answer

    return around


def _names(operation: Operation, *sources: str) -> frozenset[str]:
    """The names of what an operation takes from there."""
    found = [model for model in operation.models if model.__ninja_param_source__ in sources]
    return frozenset(name for model in found for name in _fields(model))


def _fields(model: Any) -> Iterable[str]:
    flat: dict[str, Any] = getattr(model, "__ninja_flatten_map__", {})
    return flat or model.model_fields


def _body_type(operation: Operation) -> str:
    """The content type of the body that an operation takes; empty where it takes none."""
    takes = any(model.__ninja_param_source__ == "body" for model in operation.models)
    return wire.JSON if takes else ""


def in_json(view: Answering) -> Answering:
    """Let what Django itself refuses (a method, an address) be told as everything else is."""

    @wraps(view)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            response = view(request, **path)
        except Http404 as error:
            return problems.answer(problems.refusal_of(error))
        if response.status_code == 405 and response.headers["Content-Type"] != problems.MEDIA_TYPE:
            allow = response.headers["Allow"]
            say = f"{request.method} is nothing that can be done here. Known are: {allow}."
            headers = {"Allow": allow}
            return problems.answer(problems.Refusal(405, "wrong_method", say, headers=headers))
        return response

    return answer


def missing(_request: HttpRequest, **_path: Any) -> HttpResponse:
    """Every address below ours at which nothing is."""
    return problems.answer(problems.refusal_of(Http404()))


missing.csrf_exempt = True  # type: ignore[attr-defined]
