"""Addresses of files: where people tell us to fetch one, and where networks fetch one of ours."""

import re
import socket
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from antiphon.connect.transport.guard import is_public
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


_PATH = "/lent/"
_SIGNER = signing.Signer(salt="lent-file")


def lent(file: str) -> str:
    """Where everybody who was told it finds the file; nobody can guess it.

    The same file has always the same address, so the same parcel is packed from the same row. It
    leads there as long as the file lies on our shelf: what it shows is about to be public.
    """
    suffix = PurePosixPath(file).suffix
    return f"{settings.PUBLIC_URL}{_PATH}{_SIGNER.sign_object(file)}/file{suffix}"


def lent_from(path: Path) -> str:
    """The same of a file by where it lies; nothing for one that is not on our shelf."""
    shelf = Path(settings.MEDIA_ROOT)
    return lent(str(path.relative_to(shelf))) if path.is_relative_to(shelf) else ""


def is_found_from(server: str) -> bool:
    """Whether whoever lives at that address can come to ours."""
    return _is_near(server) or not _is_near(settings.PUBLIC_URL)


def _is_near(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def file_at(signed: str) -> str:
    """The file to which that part of an address leads; empty if we never made it."""
    try:
        found = _SIGNER.unsign_object(signed)
    except (signing.BadSignature, ValueError):
        return ""
    return found if isinstance(found, str) else ""
