"""What a link must be before anybody is sent there."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
from urllib.parse import SplitResult, urlsplit

from antiphon.connect.transport.guard import is_public
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import unprintable

LONGEST = 2000
SCHEMES = ("http", "https")
# Special-use names that no public resolver answers: RFC 6761, RFC 6762, RFC 8375 and ICANN's
# resolution of July 2024 for `.internal`; read November 2026.
_AT_HOME = ("localhost", "local", "internal", "home.arpa", "lan")


def problems(link: str, *, field: str = "link", private: bool = False) -> Iterator[Problem]:
    """Why the link cannot be published; `private` allows addresses that only some can reach."""
    if len(link) > LONGEST:
        say = f"The link is too long: {len(link)} of {LONGEST} characters."
        yield Problem(field=field, rule="too_long", actual=len(link), limit=LONGEST, say=say)
        return
    address = _read(link)
    if address is None:
        say = "The link cannot be read as an address. Write it like https://example.org/page."
        yield Problem(field=field, rule="malformed", actual=link[:80], say=say)
    elif address.scheme.lower() not in SCHEMES:
        say = "A link must begin with http:// or https://."
        yield Problem(field=field, rule="scheme", actual=address.scheme or link[:20], say=say)
    elif address.username is not None or address.password is not None:
        say = "The link holds a user name or password. Remove what stands before the @."
        yield Problem(field=field, rule="credentials", say=say)
    elif not address.hostname:
        say = "The link names no server. Write it like https://example.org/page."
        yield Problem(field=field, rule="malformed", actual=link[:80], say=say)
    elif not private and not _is_public(address.hostname):
        say = f"{address.hostname} is not a public address: nobody outside could open the link."
        yield Problem(field=field, rule="not_public", actual=address.hostname, say=say)


def _read(link: str) -> SplitResult | None:
    broken = any(sign.isspace() or sign in '\\<>"' for sign in link)
    if broken or unprintable(link) is not None:
        return None
    try:
        address = urlsplit(link)
        _ = address.port
    except ValueError:
        return None
    return address


def _is_public(host: str) -> bool:
    name = host.rstrip(".").lower()
    if any(name == home or name.endswith(f".{home}") for home in _AT_HOME):
        return False
    try:
        return is_public(ip_address(name.partition("%")[0]))
    except ValueError:
        return _is_public_in_disguise(name)


def _is_public_in_disguise(name: str) -> bool:
    """Browsers also read `0x7f.1` and `2130706433` as addresses."""
    try:
        return is_public(IPv4Address(socket.inet_aton(name)))
    except OSError:
        return "." in name
