"""What nobody may give a hook: its name, its address, the kinds that it is told of."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from antiphon.connect.transport.guard import is_public
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, is_blank, unprintable
from antiphon.media import addresses
from antiphon.notices.kinds import KINDS
from antiphon.work.office import office

LONGEST_NAME = 120


def name(given: str) -> str:
    """A name that can be shown on one line."""
    if found := list(_name_problems(given)):
        raise BadInputError(*found)
    return given.strip()


def _name_problems(given: str) -> Iterator[Problem]:
    if is_blank(given):
        yield Problem(field="name", rule="empty", say="Give it a name, so that people know it.")
    if len(given) > LONGEST_NAME:
        say = f"The name is too long: {len(given)} of {LONGEST_NAME} characters."
        yield Problem(field="name", rule="too_long", actual=len(given), limit=LONGEST_NAME, say=say)
    place = unprintable(given)
    if place is not None or "\n" in given or "\t" in given:
        say = "The name holds a character that cannot be shown on one line. Remove it."
        yield Problem(field="name", rule="control_character", actual=place, say=say)
    if has_bidi_control(given):
        say = "The name holds marks that turn the direction of reading around. Remove them."
        yield Problem(field="name", rule="bidi_control", say=say)


def kinds(given: Iterable[str]) -> list[str]:
    """Kinds that exist, each once, in a steady order; none means all."""
    wanted = sorted(set(given))
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        say = f"There is nothing called {unknown[0][:60]}. The kinds are in the manual."
        raise BadInputError(Problem(field="kinds", rule="unknown", actual=unknown[0][:60], say=say))
    return wanted


def address(url: str) -> str:
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
