"""A process of its own with the simulated networks, each answer as late as told.

`python -m bench.outside` prints its port, then serves until its standard input closes.
"""

import asyncio
import json
import sys
import threading
from collections import Counter
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from antiphon.connect.registry import networks
from antiphon.sandbox.serving import Sandbox


class Outside:
    """The networks, and how late they answer."""

    def __init__(self) -> None:
        self.sandbox = Sandbox([network.key for network in networks()])
        self.delay = 0.0
        routes = [
            Route("/_bench/delay/{ms:int}", self.set_delay, methods=["POST"]),
            Route("/_bench/account/{key}/{handle}", self.account, methods=["POST"]),
            Route("/_bench/count", self.count),
            Mount("/", app=self.late),
        ]
        self.app = Starlette(routes=routes)
        self._inner = self.sandbox.app

    async def late(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, but not at once."""
        if self.delay:
            await asyncio.sleep(self.delay)
        scope = {**scope, "root_path": ""}
        await self._inner(scope, receive, send)

    async def set_delay(self, request: Request) -> Response:
        """How late answers come from now on."""
        self.delay = request.path_params["ms"] / 1000
        return JSONResponse({"delay": self.delay})

    async def account(self, request: Request) -> Response:
        """Make an account."""
        handle = request.path_params["handle"]
        simulator = self.sandbox.simulators[request.path_params["key"]]
        entrance = simulator.open_account(handle, handle.title(), kind="organization")
        return JSONResponse(
            {
                "sign_in": entrance.sign_in,
                "given": dict(entrance.given),
                "server": entrance.server,
            }
        )

    async def count(self, request: Request) -> Response:
        """How many posts begin with a word, and how many of them stand twice."""
        word = request.query_params["word"]
        texts: Counter[str] = Counter()
        for simulator in self.sandbox.simulators.values():
            texts.update(post.text.strip() for post in simulator.timeline() if word in post.text)
        doubled = sum(1 for times in texts.values() if times > 1)
        return JSONResponse({"posts": len(texts), "doubled": doubled})


def main() -> None:
    """Serve until nobody listens any more."""
    outside = Outside()
    config = uvicorn.Config(outside.app, log_level="critical", lifespan="off", backlog=4096)
    server = uvicorn.Server(config)
    print(json.dumps({"port": outside.sandbox.port}), flush=True)
    threading.Thread(target=_until_alone, args=(server,), daemon=True).start()
    server.run([outside.sandbox._socket])  # noqa: SLF001 -- the one that its addresses name


def _until_alone(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main()
