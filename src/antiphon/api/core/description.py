"""The description of the whole door in OpenAPI 3.1, made from its routes and schemas."""

from typing import Any

from antiphon.api.core import limits, once, problems
from antiphon.api.core.call import Route

_SAYS = {
    400: "The body cannot be read.",
    401: "There is no key, or it does not hold.",
    403: "The key, or the role of its maker, does not go that far.",
    404: "There is no such thing in this workspace.",
    409: "It does not fit the state that things are in.",
    410: "It is over.",
    412: "Somebody changed it since that version.",
    413: "The body is too large.",
    415: "The body is of another type.",
    422: "Something in it is refused; each problem names its field.",
    428: "The command needs a name of its own, or the edit the version that was seen.",
    429: "The key made too many calls.",
}


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Why something was refused (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "Which kind; its end is a word that stays."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The same for people."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "rule": {"type": "string"},
                    "say": {"type": "string"},
                    "actual": {"type": ["string", "number"]},
                    "limit": {"type": ["string", "number"]},
                    "weight": {"enum": ["blocks", "warns"]},
                },
                "required": ["field", "rule", "say"],
                "additionalProperties": False,
            },
        },
        "current": {"type": "object", "description": "The row as it is now."},
        "given_version": {"type": "integer"},
        "current_version": {"type": "integer"},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
_KEY = {
    "in": "header",
    "name": once.HEADER,
    "schema": {"type": "string", "pattern": '^"?[!#-~]{1,200}"?$'},
    "description": "A name of your own: the same command under it is done once, and the answer"
    " is kept for 24 hours.",
}
_VERSION = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The `ETag` that you saw; 412 if somebody changed it since.",
}
_BYTES = {"schema": {"type": "string", "format": "binary"}}


def completed(told: dict[str, Any], routes: dict[str, Route]) -> dict[str, Any]:
    """The description with what holds for every route: key, scope, problems, headers."""
    for methods in told["paths"].values():
        for operation in methods.values():
            _complete(operation, routes[operation["operationId"]])
    components = told["components"]
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    components["schemas"]["Problem"] = PROBLEM
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["responses"] = {f"Problem{status}": _problem(status) for status in _SAYS}
    components["headers"] = {
        name: {"description": say, "schema": {"type": kind}} for name, kind, say in limits.SAYS
    }
    return told


def _complete(operation: dict[str, Any], route: Route) -> None:
    if operation.get("description") == f"{operation['summary']}.":
        del operation["description"]
    operation["x-scope"] = route.may
    operation["security"] = [{"key": []}]
    _parameters(operation, route)
    _bodies(operation, route)
    answers = operation["responses"]
    for answer in answers.values():
        answer["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name, _kind, _say in limits.SAYS
        }
    for status in _refusals(route, has_body="requestBody" in operation):
        answers[status] = {"$ref": f"#/components/responses/Problem{status}"}
    operation["responses"] = {str(status): answers[status] for status in sorted(answers)}


def _parameters(operation: dict[str, Any], route: Route) -> None:
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # they stand in its schema, in the form that is allowed
    if route.method == "POST":
        operation["parameters"].append({**_KEY, "required": route.insists})
    if route.versioned:
        operation["parameters"].append(_VERSION)


def _bodies(operation: dict[str, Any], route: Route) -> None:
    """What is not JSON, coming or going."""
    if route.takes:
        operation["requestBody"] = {"required": True, "content": {route.takes: _BYTES}}
    if route.gives:
        operation["responses"][200]["content"] = {route.gives: _BYTES}


def _refusals(route: Route, *, has_body: bool) -> list[int]:
    """How a call of this route may be refused."""
    found = [400, 401, 403, 404, 422, 429]
    found += [413, 415] if has_body else []
    found += [409] if route.method != "GET" else []
    found += [410] if route.method != "GET" or route.gives else []
    found += [412] if route.versioned else []
    return found + ([428] if route.insists or route.versioned else [])


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _SAYS[status],
        "content": {problems.MEDIA_TYPE: {"schema": schema}},
    }
