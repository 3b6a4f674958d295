"""Which software a server runs, what it allows, and whom a token speaks for. Reads only."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from antiphon.connect.errors import ChangeIt, NetworkError
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Account
from antiphon.networks.mastodon import wire
from antiphon.networks.mastodon.limits import Limits

_ABSENT = (400, 401, 403, 404, 405, 406, 410, 422, 501)
"""Answers by which a server says that it has no such document; 5xx and 429 say nothing."""


async def known(http: Http, token: str) -> Account:
    """The account of a token, with everything its server announced."""
    facts = await server_facts(http)  # first, so that no token goes to a server of another kind
    answer = await http.get("/api/v1/accounts/verify_credentials", headers=bearer(token))
    told = answer.json()
    found = None
    if isinstance(told, Mapping):
        source = told.get("source")
        privacy = source.get("privacy") if isinstance(source, Mapping) else None
        facts["privacy"] = privacy if isinstance(privacy, str) else "public"
        found = wire.account(told, domain=facts["domain"], facts=facts)
    if found is None:
        raise answer.unclear("The server did not say who we are.")
    return found


async def server_facts(http: Http) -> dict[str, Any]:
    """Software, limits and abilities of a server, as a channel keeps them."""
    instance = await _instance(http)
    software = await _software(http)
    return {
        "domain": _domain(instance),
        "software": software.get("name") or _guess(instance),
        "version": software.get("version") or str(instance.get("version", "")),
        "api": _api(instance),
        "limits": Limits.announced(instance).told(),
    }


async def _instance(http: Http) -> Mapping[str, Any]:
    """The newer document, else the older one, which some servers alone have."""
    for path in ("/api/v2/instance", "/api/v1/instance"):
        answer = await http.get(path, allow=_ABSENT, follow=2)
        if answer.ok and answer.told():
            return answer.told()
    raise ChangeIt("That server does not speak this network's language. Is the address right?")


async def _software(http: Http) -> Mapping[str, str]:
    """Name and version by nodeinfo 2.x (nodeinfo.diaspora.software), if there is one."""
    try:
        index = await http.get("/.well-known/nodeinfo", allow=_ABSENT, follow=2)
        told = await _document(http, index)
    except NetworkError:  # it is only an ornament: its absence hides no limit
        return {}
    software = told.get("software")
    return {
        name: value.lower() if name == "name" else value
        for name, value in (software.items() if isinstance(software, Mapping) else ())
        if name in {"name", "version"} and isinstance(value, str)
    }


async def _document(http: Http, index: Answer) -> Mapping[str, Any]:
    links = index.told().get("links")
    found = [
        (str(one.get("rel", "")), one["href"])
        for one in (links if isinstance(links, list) else ())
        if isinstance(one, Mapping) and isinstance(one.get("href"), str)
    ]
    if not index.ok or not found:
        return {}
    _rel, href = max(found)
    answer = await http.get(_here(http, href), allow=_ABSENT, follow=2)
    return answer.told() if answer.ok else {}


def _here(http: Http, href: str) -> str:
    """The same document on the server that we speak to; never another host's."""
    if href.startswith(http.line.server + "/"):
        return href
    return urlsplit(href).path


def _guess(instance: Mapping[str, Any]) -> str:
    """From the version or the source's address, in which most of the family name themselves."""
    told = f"{instance.get('version', '')} {instance.get('source_url', '')}".lower()
    named = ("snac", "takahe", "hollo", "gotosocial", "pixelfed", "pleroma", "akkoma", "friendica")
    return next((name for name in named if name in told), "")


def _domain(instance: Mapping[str, Any]) -> str:
    told = str(instance.get("domain") or instance.get("uri") or "")
    return urlsplit(told).netloc if "://" in told else told


def _api(instance: Mapping[str, Any]) -> int:
    """The level of its abilities: 2 = several statuses at once (4.3), 7 = quotes (4.5)."""
    versions = instance.get("api_versions")
    level = versions.get("mastodon") if isinstance(versions, Mapping) else None
    return level if isinstance(level, int) else 0
