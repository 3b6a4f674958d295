"""The sandbox's own doors below `/_/`: accounts, timelines, reactions, the crowd, faults.

They are there for programs on this machine; the server listens on loopback alone.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.connect.simulation import Simulates
from antiphon.sandbox import told
from antiphon.sandbox.crowd import Crowd
from antiphon.sandbox.faults import Faults

AT_ONCE = 200
"""Reactions between two looks at what else the server has to do."""
OF_A_TOKEN = {"expire", "revoke"}

Door = Callable[[Request], Awaitable[Response]]


class RefusedError(Exception):
    """What was asked makes no sense; the text says why."""


@dataclass
class Control:
    """What a program may do to a sandbox."""

    simulators: dict[str, Simulates]
    crowd: Crowd
    faults: Faults
    now: Callable[[], datetime]
    long_ago: Callable[[str], AbstractContextManager[None]] = lambda _name: nullcontext()
    """Opens accounts on a day that depends on the name alone."""

    def routes(self) -> list[Route]:
        """The doors."""
        doors: list[tuple[str, str, Door]] = [
            ("POST", "/_/accounts", self.accounts),
            ("GET", "/_/timeline", self.timeline),
            ("POST", "/_/react", self.react),
            ("POST", "/_/crowd/step", self.step),
            ("POST", "/_/faults", self.add_fault),
            ("DELETE", "/_/faults", self.clear_faults),
        ]
        return [Route(path, _in_words(door), methods=[method]) for method, path, door in doors]

    async def accounts(self, request: Request) -> Response:
        """Make an account, or find it, and say how to sign in."""
        asked = await _asked(request)
        facts = {name: str(value) for name, value in asked.get("facts", {}).items()}
        network, one = self._simulator(asked["network"])
        handle, name = asked["handle"], asked.get("name", asked["handle"])
        with self.long_ago(handle):
            one.open_account(handle, name, **facts)
        # The account is old, but what proves that it is ours is given today.
        entrance = one.open_account(handle, name, **facts)
        self.crowd.introduce(network, entrance.id, facts.get("country", ""))
        return JSONResponse({**asdict(entrance), "given": dict(entrance.given)})

    async def timeline(self, request: Request) -> Response:
        """What a visitor sees."""
        _network, one = self._simulator(request.query_params["network"])
        posts = one.timeline(request.query_params.get("handle"))
        return JSONResponse([told.shown(post) for post in posts])

    async def react(self, request: Request) -> Response:
        """Let a person do something."""
        asked = await _asked(request)
        _network, one = self._simulator(asked["network"])
        return JSONResponse({"id": one.react(told.reaction(asked, self.now()))})

    async def step(self, request: Request) -> Response:
        """Let the crowd live until `now` (or so many `hours` from now)."""
        asked = await _asked(request)
        start = datetime.fromisoformat(asked["now"]) if asked.get("now") else self.now()
        until = start + timedelta(hours=float(asked.get("hours", 0)))
        return JSONResponse(await self.let_live(until))

    async def let_live(self, until: datetime) -> dict[str, int]:
        """Let the crowd live, and the server breathe between."""
        kinds: Counter[str] = Counter()
        for network in self.simulators:
            self.crowd.look_at(network)
            await asyncio.sleep(0)
        while done := self.crowd.act(until, most=AT_ONCE):
            kinds.update(str(reaction.kind) for reaction in done)
            await asyncio.sleep(0)
        return dict(sorted(kinds.items()))

    async def add_fault(self, request: Request) -> Response:
        """Let something go wrong: a rule of `lines`, or `expire`/`revoke` with a handle."""
        asked = await _asked(request)
        if asked["trouble"] in OF_A_TOKEN:
            _network, one = self._simulator(asked["network"])
            getattr(one, asked["trouble"])(asked["handle"])
        else:
            if asked.get("network"):
                self._simulator(asked["network"])
            self.faults.add(asked.get("network", ""), told.rule(asked))
        return JSONResponse({"trouble": asked["trouble"]}, status_code=201)

    async def clear_faults(self, _request: Request) -> Response:
        """Nothing goes wrong any more."""
        self.faults.clear()
        return JSONResponse({})

    def _simulator(self, network: str) -> tuple[str, Simulates]:
        if network not in self.simulators:
            named = ", ".join(self.simulators)
            raise RefusedError(f"There is no network “{network}” here. There are: {named}.")
        return network, self.simulators[network]


async def _asked(request: Request) -> dict[str, Any]:
    asked = json.loads(await request.body() or b"{}")
    if not isinstance(asked, dict):
        raise RefusedError("Send one JSON object.")
    return asked


def _in_words(door: Door) -> Door:
    """A door that says what is wrong with what it was asked."""

    async def careful(request: Request) -> Response:
        try:
            return await door(request)
        except RefusedError as error:
            return JSONResponse({"problem": str(error)}, status_code=404)
        except KeyError as error:
            return JSONResponse({"problem": f"{error} is missing or not known."}, status_code=400)
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"problem": str(error)}, status_code=400)

    return careful
