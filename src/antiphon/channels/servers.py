"""Which server is meant, and whether what is ours may be sent there."""

import socket
from urllib.parse import SplitResult, urlsplit

from antiphon.connect.network import Network
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import unprintable
from antiphon.work.office import office

LONGEST = 300
USUAL = {"http": 80, "https": 443}
SOCKETS = {"ws": "http", "wss": "https"}
"""How some networks write the same addresses."""


def server_of(network: Network, server: str) -> str:
    """The base URL of the server meant: the network's own, or the one a person typed."""
    typed = server.strip() or network.server
    if not typed:
        say = f"{network.name} has many servers: say which one, like https://example.org"
        raise _refused("empty", say)
    if len(typed) > LONGEST:
        say = f"The address of the server is too long: {len(typed)} of {LONGEST} characters."
        raise _refused("too_long", say)
    if "://" not in typed:
        # People also write whom they are there: @me@example.org.
        typed = f"https://{typed.rpartition('@')[2]}"
    scheme, _colon, rest = typed.partition("://")
    parts = _read(f"{SOCKETS.get(scheme, scheme)}://{rest}")
    if parts is None or parts.scheme not in USUAL or not parts.hostname:
        say = (
            f"“{server.strip()}” is not the address of a server. Write it like https://example.org"
        )
        raise _refused("malformed", say)
    if "@" in parts.netloc:
        say = "The address holds a user name or password. Remove what stands before the @."
        raise _refused("credentials", say)
    found = parts._replace(netloc=_authority(parts), path=parts.path.rstrip("/")).geturl()
    if parts.scheme == "http" and not is_trusted(found):
        say = f"{parts.hostname} would be spoken to without encryption. Write it with https://"
        raise _refused("not_secure", say)
    return found


def is_trusted(server: str) -> bool:
    """Whether the operator listed this host and port, so that it may stand in for any network."""
    parts = urlsplit(server)
    port = parts.port or USUAL.get(parts.scheme, 0)
    return office().guard.trusts(parts.hostname or "", port)


def is_its_own(network: Network, server: str) -> bool:
    """Whether this is the one server of a network that has one."""
    return bool(network.server) and server.rstrip("/") == network.server.rstrip("/")


def _read(typed: str) -> SplitResult | None:
    if any(sign.isspace() or sign in "\\<>\"'?#" for sign in typed):
        return None
    if unprintable(typed) is not None:
        return None
    try:
        parts = urlsplit(typed)
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        return None
    return parts if is_port and not _is_in_disguise(parts.hostname or "") else None


def _is_in_disguise(host: str) -> bool:
    """Browsers and resolvers also read `0x7f.1` and `2130706433` as addresses; people do not."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return host.count(".") != 3 or "x" in host


def _authority(parts: SplitResult) -> str:
    """Host and port in the one form in which they are kept and compared."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, USUAL[parts.scheme]} else f"{host}:{parts.port}"


def _refused(rule: str, say: str) -> BadInputError:
    return BadInputError(Problem(field="server", rule=rule, say=say))
