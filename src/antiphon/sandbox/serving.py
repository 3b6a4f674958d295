"""Serves simulators on loopback, all below one port: `/<key>/…`; what is ours below `/_/`."""

import asyncio
import contextlib
import hashlib
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, WebSocketRoute

from antiphon.connect.registry import packages
from antiphon.connect.simulation import Simulates, simulator
from antiphon.kernel.errors import AntiphonError
from antiphon.sandbox.control import Control
from antiphon.sandbox.crowd import Crowd
from antiphon.sandbox.faults import Application, Faults, Receive, Scope, Send
from antiphon.sandbox.pages import Pages

SPEED = 60.0
"""How many times faster than the clock the crowd of a running sandbox lives: an hour a minute."""
EVERY = 1.0
REST = 10
"""How many times longer than it worked the crowd rests; who asks the networks comes first."""
OPENED = datetime(2023, 1, 1, tzinfo=UTC)
"""The earliest day on which an account of a running sandbox says that it was opened."""

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Bare:
    """A talk at a network's bare address; requests there are led to the one with a slash."""

    app: Application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry it as if the slash stood there."""
        base = scope["path"]
        await self.app({**scope, "path": f"{base}/", "root_path": base}, receive, send)


class Sandbox:
    """Some simulated networks behind one address of this machine."""

    def __init__(
        self,
        keys: Sequence[str],
        *,
        port: int = 0,
        now: Callable[[], datetime] = _utc_now,
        seed: int = 1,
        speed: float = 1.0,
    ) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=2048)
        self.port: int = self._socket.getsockname()[1]
        self.now, self._seed, self._speed = now, seed, speed
        self.faults = Faults()
        self._then: datetime | None = None
        self.simulators: dict[str, Simulates] = {
            key: simulator(key)(base=self.base(key), now=self._clock) for key in keys
        }

    def _clock(self) -> datetime:
        """What simulators go by: now, except while an account is opened long ago."""
        return self._then or self.now()

    @contextlib.contextmanager
    def long_ago(self, name: str) -> Iterator[None]:
        """Let simulators believe in a day of the past that depends on the name alone.

        Networks give accounts numbers made of the time. So an account that is opened again after
        a restart is the same one, and whoever was connected to it finds it.
        """
        minutes = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 1_000_000
        self._then = OPENED + timedelta(minutes=minutes)
        try:
            yield
        finally:
            self._then = None

    def base(self, key: str) -> str:
        """The server address of one network."""
        return f"http://127.0.0.1:{self.port}/{key}"

    @cached_property
    def crowd(self) -> Crowd:
        """The people out there; they do nothing unless they are let live."""
        return Crowd(self._seed, self.simulators, speed=self._speed, now=self.now)

    @cached_property
    def control(self) -> Control:
        """The doors for programs."""
        return Control(self.simulators, self.crowd, self.faults, self.now, self.long_ago)

    @property
    def app(self) -> Starlette:
        """All of them as one application."""
        return Starlette(routes=self._routes())

    @property
    def living_app(self) -> Starlette:
        """The same, with a crowd that lives by itself."""
        return Starlette(routes=self._routes(), lifespan=self._alive)

    def _routes(self) -> list[Mount]:
        served = {key: self.faults.around(key, one.app) for key, one in self.simulators.items()}
        mounts = [Mount(f"/{key}", app=app) for key, app in served.items()]
        talks = [WebSocketRoute(f"/{key}", Bare(app)) for key, app in served.items()]
        pages = Pages(self.simulators).routes()
        return [*self.control.routes(), *pages, *mounts, *talks]  # type: ignore[list-item]

    @contextlib.asynccontextmanager
    async def _alive(self, _app: Starlette) -> AsyncIterator[None]:
        living = asyncio.create_task(self._live())
        try:
            yield
        finally:
            living.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await living

    async def _live(self) -> None:
        took = 0.0
        while True:
            await asyncio.sleep(max(EVERY, took * REST))
            began = time.monotonic()
            try:
                await self.control.let_live(self.now())
            except Exception:
                # A simulator that stumbles over one reaction must not end the whole crowd.
                log.exception("the crowd stumbled")
            took = time.monotonic() - began

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

    def serve(self) -> None:
        """Serve in the foreground, the crowd alive, until Ctrl-C or a signal to end."""
        config = uvicorn.Config(
            self.living_app, log_level="warning", lifespan="on", backlog=2048,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run([self._socket])
        self._socket.close()


def serve_forever(port: int, seed: int = 1) -> None:
    """Serve every network there is at that port of this machine, until Ctrl-C."""
    try:
        sandbox = Sandbox([*packages()], port=port, seed=seed, speed=SPEED)
    except OSError as error:
        say = f"Port {port} cannot be opened: {error.strerror}. Choose another with --port."
        raise AntiphonError(say) from error
    print(f"The sandbox is at http://127.0.0.1:{sandbox.port}/ (Ctrl-C stops it)", flush=True)  # noqa: T201 -- said to whoever started it
    sandbox.serve()
