"""How a simulated network comes for a file at an address that it was told."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from antiphon.connect.simulation.client import SandboxError

_HERE = frozenset({"127.0.0.1", "localhost"})
LIMIT = 300_000_000
"""Bytes of the largest file that a simulated network comes for."""
_SECONDS = 30


async def fetched(url: str, *, limit: int = LIMIT) -> tuple[str, bytes]:
    """The type and the bytes of a file on this machine; a sandbox never leaves it."""
    if urlsplit(url).hostname not in _HERE:
        raise SandboxError(f"A simulated network comes for files on this machine only, not {url}.")
    try:
        async with (
            asyncio.timeout(_SECONDS),
            aiohttp.ClientSession() as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise SandboxError(f"There is no file at {url}: it answered {answer.status}.")
            body = await answer.content.read(limit + 1)
            while not answer.content.at_eof() and len(body) <= limit:
                body += await answer.content.read(limit + 1 - len(body))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise SandboxError(f"Nothing can be fetched from {url}.") from error
    if len(body) > limit:
        raise SandboxError(f"The file at {url} is larger than {limit} bytes.")
    return answer.content_type, body


async def told(url: str, form: Mapping[str, str], *, seconds: float = 5) -> bool:
    """Whether something on this machine takes a form; a sandbox never leaves it."""
    if urlsplit(url).hostname not in _HERE:
        return False
    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession() as session,
            session.post(url, data=form, allow_redirects=False) as answer,
        ):
            return answer.status < 300
    except (aiohttp.ClientError, OSError, ValueError):
        return False
