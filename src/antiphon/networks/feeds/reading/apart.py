"""Reading in a process of its own, so that no document takes more than its time and its memory."""

import asyncio
import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from antiphon.networks.feeds.reading.document import read
from antiphon.networks.feeds.reading.values import Document, Enclosed, Item, Refused

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space; a document of 5 MB needs a fraction of it."""
_TIMES = ("published", "updated")


async def read_apart(
    body: bytes, *, url: str = "", mime: str = "", seconds: float = SECONDS
) -> Document:
    """The same as `read`, with a time after which it is given up; raises Refused."""
    command = [sys.executable, "-m", "antiphon.networks.feeds.reading.apart", url, mime]
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        async with asyncio.timeout(seconds):
            told, _nothing = await child.communicate(body)
    except TimeoutError:
        child.kill()
        await child.wait()
        raise Refused("large", "Reading the feed took too long.") from None
    if child.returncode:
        raise Refused("large", "Reading the feed took too much.")
    return _document(json.loads(told))


def _document(told: dict[str, Any]) -> Document:
    if "refused" in told:
        raise Refused(*told["refused"])
    items = tuple(_item(one) for one in told["items"])
    rest = timedelta(seconds=told["rest"]) if told["rest"] is not None else None
    return Document(**{**told, "items": items, "rest": rest})


def _item(told: dict[str, Any]) -> Item:
    times = {name: told[name] and datetime.fromisoformat(told[name]) for name in _TIMES}
    files = tuple(Enclosed(**one) for one in told["files"])
    return Item(**{**told, **times, "files": files, "tags": tuple(told["tags"])})


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else str(value)


def _child(url: str, mime: str) -> None:
    """What the process of its own does."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        told: dict[str, Any] = asdict(read(sys.stdin.buffer.read(), url=url, mime=mime))
    except Refused as error:
        told = {"refused": [error.why, str(error)]}
    sys.stdout.write(json.dumps(told, default=_written))


if __name__ == "__main__":
    _child(*sys.argv[1:3])
