"""An agent: the official kit's own client, on one of the two transports."""

import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2
from django.core.wsgi import get_wsgi_application
from django.db import connection
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult
from waitress.server import create_server

from antiphon.work.outside import bounds
from tests.api.program import Program


@dataclass
class Told:
    """What a tool said."""

    text: str
    is_error: bool

    @property
    def data(self) -> Any:
        """What stands between the two lines."""
        return json.loads(self.text.split("\n", 2)[2].rpartition("\n")[0])


@dataclass
class Agent:
    """Uses tools over one transport; the program is that of its key."""

    program: Program
    target: Callable[[], Any]
    mode: Any = "auto"

    def do(self, talk: Callable[[Client], Awaitable[Any]]) -> Any:
        """One conversation."""

        async def whole() -> Any:
            async with self.target() as target, Client(target, mode=self.mode) as client:
                return await talk(client)

        return anyio.run(whole)

    def tools(self) -> dict[str, Any]:
        """The tools by name."""

        async def talk(client: Client) -> Any:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

        found: dict[str, Any] = self.do(talk)
        return found

    def use(self, name: str, **arguments: Any) -> Told:
        """One call."""

        async def talk(client: Client) -> Any:
            return await client.call_tool(name, arguments)

        return told(self.do(talk))


def told(result: CallToolResult) -> Told:
    return Told("".join(getattr(one, "text", "") for one in result.content), result.is_error)


@contextmanager
def served() -> Iterator[int]:
    """The real server, as it is started for people; its port."""
    server: Any = create_server(get_wsgi_application(), port=0, **bounds.server())
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map, ignore_all=True)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        stop.set()
        thread.join(10)


def over_http(program: Program, port: int, mode: Any = "auto") -> Agent:
    @asynccontextmanager
    async def target() -> AsyncIterator[Any]:
        headers = {"Authorization": f"Bearer {program.key}"}
        async with httpx2.AsyncClient(headers=headers, trust_env=False, timeout=30) as client:
            yield streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=client)

    return Agent(program, target, mode)


def over_stdio(program: Program, mode: Any = "auto") -> Agent:
    """The command as an agent on this machine starts it."""
    facts = connection.get_connection_params()
    host = facts.get("host", "")
    url = f"postgresql://{facts.get('user', '')}@/{facts['dbname']}?host={host}"
    if facts.get("port"):
        url += f"&port={facts['port']}"
    env = {
        **os.environ,
        "ANTIPHON_API_KEY": program.key,
        "ANTIPHON_DATABASE_URL": os.environ.get("ANTIPHON_DATABASE_URL") or url,
        "ANTIPHON_LOG_LEVEL": "ERROR",
    }
    how = StdioServerParameters(command=sys.executable, args=["-m", "antiphon", "mcp"], env=env)

    @asynccontextmanager
    async def target() -> AsyncIterator[Any]:
        yield how

    return Agent(program, target, mode)
