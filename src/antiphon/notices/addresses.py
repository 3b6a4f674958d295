"""Addresses that people ask us to tell."""

from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from antiphon.connect.transport.guard import is_public
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import addresses
from antiphon.work.office import office


def insist(url: str) -> str:
    """The address, if it is one of the public web; where its name leads is judged at each call."""
    url = url.strip()
    try:
        addresses.insist(url)
    except BadInputError as error:
        raise BadInputError(*(replace(one, field="url") for one in error.problems)) from None
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    guard = office().guard
    if not guard.allows_port(host, port):
        say = f"Port {port} is not one of the web. Use 443 or 80, or ask your operator to list it."
        raise BadInputError(Problem(field="url", rule="port", actual=port, say=say))
    if not guard.trusts(host, port) and not _may_be_public(host):
        say = "That address is not public, so we tell it nothing."
        raise BadInputError(Problem(field="url", rule="not_public", say=say))
    return url


def _may_be_public(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        return True
