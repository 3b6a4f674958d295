"""Two steps for whatever changes something: see what it would be, then confirm just that.

The word that confirms is signed by us and bound to the key, the tool, the arguments and everything
they name as it is now. So nobody confirms what was not shown before, nor what has changed since.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction

from antiphon.api.core.routes import ROUTES
from antiphon.api.mcp.calling import Caller, Heard
from antiphon.api.mcp.tools import BODY, ApiTool
from antiphon.people.models import Member
from antiphon.people.queries import was_answered

GOOD_FOR = timedelta(minutes=15)
MOST_SHOWN = 20
SAYS = (
    "Nothing was done yet. Show this to the person for whom you work. If they agree, call the same"
    " tool with the same arguments and this word as `confirm`, within 15 minutes."
)
ANOTHER = (
    "This word confirms something else, or what it confirmed has changed since, or it is older"
    " than 15 minutes. Nothing was done. Leave `confirm` out, and look at it again."
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ROW = re.compile(r"/(\w+)/\{uuid:\w+\}")
_FIRST_ROW = re.compile(r"^/api/v1/(\w+)/\{(\w+)\}")


def preview(caller: Caller, by: Member, tool: ApiTool, arguments: dict[str, Any]) -> Heard:
    """What would be done; or the refusal, if it would be refused."""
    about = _about(caller, tool, arguments)
    trial = _tried(caller, tool, arguments)
    if trial and not trial.ok:
        return trial
    told = {
        "would": f"{tool.route.method} {tool.path}",
        "says": tool.says,
        "with": arguments,
        "about": about,
        "confirm": _signer(by).sign(_digest(tool, arguments, about)),
        "next": SAYS,
    }
    return Heard(200, told | ({"would_answer": trial.told} if trial else {}))


def do(
    caller: Caller, by: Member, tool: ApiTool, arguments: dict[str, Any], word: str
) -> Heard | None:
    """Do what was confirmed, once however often it is said; nothing if it is something else."""
    try:
        shown = _signer(by).unsign(word, max_age=GOOD_FOR)
    except BadSignature:
        return None
    name = hashlib.sha256(word.encode()).hexdigest()
    # Said again after it was done, its rows have changed: then the kept answer is the answer.
    if was_answered(by, name) or shown == _digest(tool, arguments, _about(caller, tool, arguments)):
        return caller.call(tool, arguments, name=name)
    return None


def _signer(by: Member) -> TimestampSigner:
    return TimestampSigner(salt=f"antiphon.mcp.confirm.{by.workspace_id}.{by.key_prefix}")


def _digest(tool: ApiTool, arguments: dict[str, Any], about: list[Any]) -> str:
    said = json.dumps([tool.route.name, arguments, about], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _tried(caller: Caller, tool: ApiTool, arguments: dict[str, Any]) -> Heard | None:
    """What it would answer, tried and taken back; nothing where it cannot be taken back."""
    if tool.route.method != "POST" or tool.route.outside:
        return None
    with transaction.atomic():
        heard = caller.call(tool, arguments, name=secrets.token_hex(16))
        transaction.set_rollback(True)
    return heard


def _about(caller: Caller, tool: ApiTool, arguments: dict[str, Any]) -> list[Any]:
    """Every row that the call names, as its key sees it now."""
    paths = list(dict.fromkeys(_rows(tool, arguments)))[:MOST_SHOWN]
    found = [caller.read(path) for path in paths]
    return [heard.told for heard in found if heard.ok]


def _rows(tool: ApiTool, arguments: dict[str, Any]) -> Iterator[str]:
    if first := _FIRST_ROW.match(tool.path):
        yield from _addresses(first[1], arguments.get(first[2]))
    body = arguments.get(BODY)
    for name, value in body.items() if isinstance(body, dict) else ():
        yield from _addresses(name if name in _nouns() else f"{name}s", value)


def _addresses(noun: str, value: Any) -> Iterator[str]:
    if noun in _nouns():
        ids = value if isinstance(value, list) else [value]
        yield from (f"/api/v1/{noun}/{id}" for id in ids if _ID.fullmatch(str(id)))


@cache
def _nouns() -> frozenset[str]:
    """What can be read one by one."""
    found = [_ROW.fullmatch(route.path) for route in ROUTES if route.method == "GET"]
    return frozenset(match[1] for match in found if match)
