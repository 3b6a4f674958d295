"""Standing at a network's sign-in desk: which one, with what, and what may go wrong there."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from antiphon.connect.errors import LookFirst
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, SignIn
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.work.office import office

log = structlog.get_logger(__name__)


def at_desk(  # noqa: PLR0913 -- a sign-in has as many parties
    network: Network,
    sign_in: SignIn,
    talk: Callable[[Any], Awaitable[Any]],
    *,
    app: App,
    server: str,
    seconds: float = 60,
) -> Any:
    """One conversation; an answer that our code stumbles over is told as one, and nothing of it."""
    try:
        return office().sign_in(network, sign_in, talk, app=app, server=server, seconds=seconds)
    except AntiphonError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a server answers, people get a sentence
        log.warning("sign-in desk failed", network=network.key, failure=type(error).__name__)
        say = f"{server} did not answer as {network.name} does. Is it the right address?"
        raise LookFirst(say) from None


def sign_in_by(network: Network, key: str, ability: type) -> SignIn:
    """The sign-in of that key, or a sentence that says which there are."""
    found = next((way for way in network.ways_in if way.key == key and way.can(ability)), None)
    if found is None:
        raise no_way(network, key, ability)
    return found


def no_way(network: Network, key: str, ability: type) -> BadInputError:
    """Why there is no such sign-in."""
    ways = ", ".join(way.key for way in network.ways_in if way.can(ability)) or "none"
    say = f"{network.name} has no sign-in by “{key[:40]}”. It has: {ways}."
    return BadInputError(Problem(field="sign_in", rule="unknown", say=say))


def insist_on_fields(network: Network, sign_in: SignIn, given: Mapping[str, str]) -> None:
    """Refuse what nobody asks for (W7), and what is missing."""
    known = {field.key for field in sign_in.fields}
    missing = [field for field in sign_in.fields if not given.get(field.key, "").strip()]
    problems = [
        Problem(
            field=key[:40],
            rule="unknown_field",
            say=f"{network.name} does not ask for “{key[:40]}”.",
        )
        for key in given
        if key not in known
    ]
    problems += [
        Problem(field=field.key, rule="empty", say=f"{network.name} needs: {field.name}.")
        for field in missing
        if not field.optional
    ]
    if problems:
        raise BadInputError(*problems)
