"""Who may come in, how often, and how X says no."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.world import Account, World

TYPES = "https://api.twitter.com/2/problems/"
WINDOW, DAY = 900, 86_400
Door = Callable[[Request, Account], Awaitable[Response]]


class RefusedError(Exception):
    """X says no; what it says and with which status."""

    def __init__(self, status: int, title: str, detail: str, **more: Any) -> None:
        super().__init__(title)
        self.status, self.body = status, {"title": title, "detail": detail, **more}
        self.body.setdefault("type", "about:blank")
        if "errors" not in self.body:
            self.body.setdefault("status", status)


def forbidden(detail: str, **more: Any) -> RefusedError:
    """A refusal with 403."""
    return RefusedError(403, "Forbidden", detail, **more)


def invalid(name: str, value: object, message: str) -> RefusedError:
    """A request that X cannot read."""
    return RefusedError(
        400,
        "Invalid Request",
        "One or more parameters to your request was invalid.",
        type=f"{TYPES}invalid-request",
        errors=[{"message": message, "parameters": {name: [str(value)]}}],
    )


def missing(kind: str, parameter: str, value: str) -> dict[str, str]:
    """How X says that something is not there; in a list, or alone."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{TYPES}resource-not-found",
    }


def absent(kind: str, parameter: str, value: str) -> RefusedError:
    """A refusal with 404."""
    problem = missing(kind, parameter, value)
    return RefusedError(404, problem.pop("title"), problem.pop("detail"), **problem)


class Gate:
    """Stands before every path."""

    def __init__(self, world: World, quirks: Callable[[], Quirks]) -> None:
        self.world, self.quirks = world, quirks
        self._spent: dict[tuple[str, str], tuple[int, int]] = {}

    def open(self, bucket: str, door: Door) -> Callable[[Request], Awaitable[Response]]:
        """The same door for those with a token and a call left."""

        async def guarded(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                account = self._who(request)
                self.spend(account, bucket, headers)
                answer = await door(request, account)
            except RefusedError as error:
                answer = JSONResponse(
                    error.body, error.status, media_type="application/problem+json"
                )
            answer.headers.update(headers)
            return answer

        return guarded

    def _who(self, request: Request) -> Account:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = self.world.tokens.get(text) if scheme.lower() == "bearer" else None
        if token is None or (token.ends and token.ends <= self.world.now()):
            raise RefusedError(401, "Unauthorized", "Unauthorized")
        self._standing()
        return self.world.accounts[token.account]

    def _standing(self) -> None:
        quirks = self.quirks()
        if quirks.no_credits == "old":
            raise RefusedError(
                402, "CreditsDepleted",
                "Your enrolled account [1] does not have any credits to fulfill this request.",
                type=f"{TYPES}credits", account_id=1,
            )  # fmt: skip
        if quirks.no_credits:
            raise RefusedError(
                402, "Payment Required", "credits depleted",
                type="https://api.x.com/2/problems/credits-depleted",
            )  # fmt: skip
        if quirks.capped:
            raise RefusedError(
                429, "UsageCapExceeded", f"Usage cap exceeded: {quirks.capped} product cap",
                type=f"{TYPES}usage-capped", period=quirks.capped, scope="Product",
            )  # fmt: skip
        if quirks.suspended:
            raise forbidden("Your account is suspended and is not permitted to access this feature")

    def spend(self, account: Account, bucket: str, headers: dict[str, str]) -> None:
        """Take one call from the account's bucket, and say in the headers what is left."""
        quirks = self.quirks()
        limits = [(account.id, bucket, quirks.limits.get(bucket), WINDOW, "x-rate-limit")]
        if bucket == "create":
            limits.append(("", "day", quirks.posts_a_day, DAY, "x-app-limit-24hour"))
        over = False
        for who, name, limit, seconds, header in limits:
            if limit is None:
                continue
            used, ends = self._count(who, name, seconds)
            over = over or used > limit
            headers |= {
                f"{header}-limit": str(limit),
                f"{header}-remaining": str(max(0, limit - used)),
                f"{header}-reset": str(ends),
            }
        if over:
            raise RefusedError(429, "Too Many Requests", "Too Many Requests")

    def _count(self, who: str, bucket: str, seconds: int) -> tuple[int, int]:
        now = int(self.world.now().timestamp())
        used, ends = self._spent.get((who, bucket), (0, 0))
        if ends <= now:
            used, ends = 0, now + seconds
        self._spent[who, bucket] = used + 1, ends
        return used + 1, ends


async def body_of(request: Request) -> Mapping[str, Any]:
    """The JSON object that was sent."""
    try:
        found = await request.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise invalid("body", "", "Request body is not a JSON object")
    return found
