"""Long lists, a page at a time: where one ended is signed, and new rows do not move it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.signing import BadSignature, dumps, loads
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from antiphon.kernel.problem import BadInputError, Problem

MOST, USUAL = 200, 50
LONGEST = 600
SALT = "antiphon.api.cursor"

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """By which column a list runs, the id deciding between equals; and in which direction."""

    by: str
    falling: bool = True


@dataclass(frozen=True)
class Leaf:
    """One page of a list: its rows, and the address of the next."""

    rows: Sequence[Any]
    next: str | None


def leaf(
    request: HttpRequest,
    rows: QuerySet[M],
    order: Order,
    tell: Callable[[Sequence[M]], Sequence[T]],
) -> dict[str, Any]:
    """The page of a list that a call asks for: `items`, and the address of the `next`."""
    limit = int(request.GET.get("limit", USUAL))
    given = request.GET.get("cursor", "")
    if given:
        rows = rows.filter(_after(order, *_read(request, given)))
    sign = "-" if order.falling else ""
    found = list(rows.order_by(f"{sign}{order.by}", f"{sign}pk")[: limit + 1])
    more = _next(request, order, found[limit - 1]) if len(found) > limit else None
    return {"items": list(tell(found[:limit])), "next": more}


def _after(order: Order, value: Any, id: UUID) -> Q:
    beyond = "lt" if order.falling else "gt"
    equal = Q(**{order.by: value, f"pk__{beyond}": id})
    return Q(**{f"{order.by}__{beyond}": value}) | equal


def _next(request: HttpRequest, order: Order, last: Model) -> str:
    value = getattr(last, order.by)
    told = value.isoformat() if isinstance(value, datetime) else value
    cursor = dumps([_place(request), told, str(last.pk)], salt=SALT)
    wanted = {**request.GET.dict(), "cursor": cursor}
    return f"{request.path}?{urlencode(wanted)}"


def _read(request: HttpRequest, cursor: str) -> tuple[Any, UUID]:
    """Where the page before ended; good for the very list that gave it."""
    try:
        place, value, id = loads(cursor, salt=SALT)
    except BadSignature:
        place, value, id = "", "", ""
    if place != _place(request):
        say = "This cursor is none of this list. Begin again without one."
        raise BadInputError(Problem(field="cursor", rule="bad_cursor", say=say))
    return datetime.fromisoformat(value) if isinstance(value, str) else value, UUID(id)


def _place(request: HttpRequest) -> str:
    """Which list this is: its address, its filters, and the workspace of who asks."""
    room = str(getattr(request, "by").workspace_id)  # noqa: B009 -- set by the door
    wanted = {k: v for k, v in request.GET.dict().items() if k not in {"cursor", "limit"}}
    told = f"{room} {request.path}?{urlencode(sorted(wanted.items()))}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
