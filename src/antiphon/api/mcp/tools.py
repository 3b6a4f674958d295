"""The tools: made from the description of the API, so that a new route is a tool by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from antiphon.api.core.call import Route
from antiphon.api.core.routes import ROUTES
from antiphon.api.door import DOOR
from antiphon.people import policy
from antiphon.people.models import Member

NO_TOOLS = {
    "fetch_asset": "Text from outside must not make us fetch an address (S29).",
    "add_hook": "It answers with a secret, which belongs to no model; and it names an address.",
    "change_hook": "It names an address that is told everything from then on.",
    "rotate_hook_secret": "It answers with a secret.",
    "invite_member": "It answers with a link that lets somebody in.",
    "share_calendar": "It answers with a secret link.",
    "share_review": "It answers with a secret link.",
    "make_feed": "It answers with a token, and it names an address.",
    "renew_feed_token": "It answers with a token.",
    "connect_channels": "It takes secrets of people.",
    "begin_journey": "It leads a person away to sign in; a page is the place for that.",
}
"""Routes that agents do not get, and why; besides those that take or give files."""

JSON = "application/json"
READS = "GET"
CONFIRM = "confirm"
BODY = "body"
_CONFIRM = {
    "type": "string",
    "maxLength": 300,
    "description": "Leave it out first: nothing is done, and you see what would be done and a word"
    " to confirm just that. Call again with the same arguments and that word to do it.",
}


@dataclass(frozen=True)
class ApiTool:
    """One route as a tool."""

    route: Route
    path: str
    """With the names of its parameters in braces."""
    says: str
    parameters: tuple[dict[str, Any], ...]
    takes: dict[str, Any] | None
    """The schema of its body."""

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.route.method == READS

    def named(self, where: str) -> list[str]:
        """The parameters of the path, the query or the headers."""
        return [one["name"] for one in self.parameters if one["in"] == where]

    def schema(self) -> dict[str, Any]:
        """What it takes, closed, with every type that it speaks of."""
        properties = {argument(one["name"]): _schema_of(one) for one in self.parameters}
        required = [argument(one["name"]) for one in self.parameters if one.get("required")]
        if self.takes is not None:
            properties[BODY] = self.takes
            required.append(BODY)
        if not self.reads:
            properties[CONFIRM] = _CONFIRM
        found: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
        if types := _types(found):
            found["$defs"] = types
        return _inside(found)  # type: ignore[no-any-return]


def argument(name: str) -> str:
    """A parameter's name as an argument: `If-Match` is `if_match`."""
    return name.lower().replace("-", "_")


def tools_of(by: Member) -> list[ApiTool]:
    """Those that this key may use."""
    mine = all_tools().values()
    return [one for one in mine if not one.route.may or policy.may(by, one.route.may)]


@cache
def all_tools() -> dict[str, ApiTool]:
    """Every tool by name."""
    routes = {route.name: route for route in ROUTES}
    return {tool.route.name: tool for tool in _made(_described(), routes)}


@cache
def _described() -> dict[str, Any]:
    return DOOR.described()


def _made(described: dict[str, Any], routes: dict[str, Route]) -> Iterator[ApiTool]:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            route = routes[operation["operationId"]]
            content = operation.get("requestBody", {}).get("content", {JSON: {"schema": None}})
            if route.name in NO_TOOLS or route.gives or route.takes or JSON not in content:
                continue
            parameters = [
                one for one in operation["parameters"] if one["name"] != "Idempotency-Key"
            ]
            yield ApiTool(
                route=route, path=path, says=operation.get("summary", ""),
                parameters=tuple(parameters), takes=content[JSON]["schema"],
            )  # fmt: skip


def _schema_of(parameter: dict[str, Any]) -> dict[str, Any]:
    says = {"description": parameter["description"]} if "description" in parameter else {}
    return {**parameter["schema"], **says}


_FROM, _TO = "#/components/schemas/", "#/$defs/"


def _types(schema: Any) -> dict[str, Any]:
    """Every type that a schema refers to, and every type that those refer to."""
    known = _described()["components"]["schemas"]
    found: dict[str, Any] = {}
    ahead = [*_references(schema)]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found[name] = known[name]
            ahead += _references(known[name])
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if str(schema.get("$ref", "")).startswith(_FROM):
            yield schema["$ref"].removeprefix(_FROM)
        for inner in schema.values():
            yield from _references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def _inside(schema: Any) -> Any:
    """The schema with its references pointing into itself."""
    if isinstance(schema, dict):
        return {
            name: inner.replace(_FROM, _TO)
            if name == "$ref" and isinstance(inner, str)
            else _inside(inner)
            for name, inner in schema.items()
        }
    return [_inside(inner) for inner in schema] if isinstance(schema, list) else schema
