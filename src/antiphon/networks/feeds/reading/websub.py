"""Being told by a hub instead of asking (W3C WebSub, read 2026-11-21)."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Http
from antiphon.networks.feeds.reading.values import Document, joined

LEASE = timedelta(days=10)
LONGEST_SECRET = 199
"""Bytes; the specification says fewer than 200."""
METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384,
           "sha512": hashlib.sha512}  # fmt: skip
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_REL = re.compile(r"rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hub:
    """Whom to ask, and by which name the hub knows the feed."""

    url: str
    topic: str


def hub_of(headers: Mapping[str, str], document: Document, url: str) -> Hub | None:
    """The hub that the feed names: in its headers first, else in the document."""
    named = _links(headers.get("link", ""), url)
    hub, topic = named.get("hub") or document.hub, named.get("self") or document.topic
    return Hub(hub, topic or url) if hub.startswith(("http://", "https://")) else None


def _links(header: str, url: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _LINK.finditer(header):
        relations = _REL.search(match[2])
        for one in (relations[1] or relations[2]).lower().split() if relations else ():
            found.setdefault(one, joined(url, match[1]))
    return found


async def subscribe(
    http: Http, hub: Hub, callback: str, secret: str, *, mode: str = "subscribe"
) -> None:
    """Ask the hub to tell us, or (`mode="unsubscribe"`) to stop; it asks back at the callback."""
    if len(secret.encode()) > LONGEST_SECRET:
        raise ChangeIt("The secret is too long for a hub.")
    form = {"hub.mode": mode, "hub.topic": hub.topic, "hub.callback": callback,
            "hub.secret": secret, "hub.lease_seconds": int(LEASE.total_seconds())}  # fmt: skip
    answer = await http.ask(
        "POST", hub.url, form=form, signed=False, effect=False, allow=range(400, 500)
    )
    if answer.status != 202:
        raise ChangeIt("The hub refuses to tell us of this feed.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a hub's question comes to: what to answer, and until when it holds."""

    answer: str
    renew_at: datetime | None


def asked(query: Mapping[str, str], *, topic: str, mode: str, now: datetime) -> Asked | None:
    """The answer to a hub that asks whether we meant it; None (say 404) where we did not."""
    challenge = query.get("hub.challenge", "")
    if not challenge or query.get("hub.mode") != mode or query.get("hub.topic") != topic:
        return None
    told = query.get("hub.lease_seconds", "")
    lease = timedelta(seconds=int(told)) if told.isascii() and told.isdigit() else LEASE
    renew = now + min(lease, LEASE * 10) * 0.8 if mode == "subscribe" else None
    return Asked(challenge, renew)


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether what arrived is from the hub; else it is taken with a 2xx, and ignored."""
    name, _, told = header.strip().partition("=")
    method = METHODS.get(name.lower())
    if method is None or not secret:
        return False
    wanted = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(wanted.encode(), told.strip().lower().encode())
