"""Serves simulators on loopback, all below one port: `/<key>/…`."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from antiphon.connect.simulation import Simulates, simulator


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """Some simulated networks behind one address of this machine."""

    def __init__(
        self, keys: Sequence[str], *, port: int = 0, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=2048)
        self.port: int = self._socket.getsockname()[1]
        self.simulators: dict[str, Simulates] = {
            key: simulator(key)(base=self.base(key), now=now) for key in keys
        }

    def base(self, key: str) -> str:
        """The server address of one network."""
        return f"http://127.0.0.1:{self.port}/{key}"

    @property
    def app(self) -> Starlette:
        """All of them as one application."""
        mounts = [Mount(f"/{key}", app=one.app) for key, one in self.simulators.items()]
        return Starlette(routes=mounts)

    @contextlib.contextmanager
    def serving(self) -> Iterator["Sandbox"]:
        """Serve in a thread of its own until the block ends."""
        server = uvicorn.Server(
            uvicorn.Config(self.app, log_level="warning", lifespan="off", backlog=2048)
        )
        thread = threading.Thread(target=server.run, args=([self._socket],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(5)
            self._socket.close()
