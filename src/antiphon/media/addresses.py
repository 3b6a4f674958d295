"""Addresses that people give us to fetch a file from."""

import re
import socket
from urllib.parse import urlsplit

from antiphon.kernel.problem import BadInputError
from antiphon.media.limits import URL
from antiphon.media.refusals import refused

# What a browser and a library read differently: RFC 3986 allows none of these in an address.
_MALFORMED = re.compile(r"[\x00-\x20\x7f\\<>\"{}|^`]")


def insist(url: str) -> str:
    """The address, if it is one of the web that means the same to everybody."""
    if len(url) > URL:
        say = f"The address is too long: {len(url)} of {URL} characters."
        raise _refused("too_long", say, actual=len(url), limit=URL)
    if _MALFORMED.search(url):
        raise _refused("malformed", "The address holds characters that no address may hold.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise _refused("malformed", "That is not an address. It begins with https://.") from None
    if parts.scheme not in {"http", "https"}:
        raise _refused("scheme", "The address must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise _refused("credentials", "The address holds a name or password. Leave them out.")
    if not host:
        raise _refused("malformed", "The address names no host.")
    if _is_odd_number(host):
        raise _refused("not_public", "That address is not public, so we do not read from it.")
    return url


def _is_odd_number(host: str) -> bool:
    """Whether it is an IPv4 address in a spelling (`0x7f.1`, `2130706433`) that only hides it."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) != host
    except (OSError, UnicodeError):
        return False


def _refused(
    rule: str, say: str, *, actual: int | None = None, limit: int | None = None
) -> BadInputError:
    return refused(rule, say, actual=actual, limit=limit, field="media.url")
