"""Credentials as the vault keeps them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.oauth import Grant
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account, Address, Credential, RemoteId
from antiphon.kernel.secret import Secret
from antiphon.people import vault


def written(credential: Credential) -> Secret:
    """A credential as one text, to be sealed."""
    return Secret(json.dumps(_told(credential)))


def read(sealed: Secret) -> Credential:
    """The credential that `written` made a text of."""
    return _credential(json.loads(sealed.reveal()))


def grant_written(grant: Grant) -> Secret:
    """What a journey brought, as one text, to be sealed."""
    accounts = [
        {
            **{name: getattr(one, name) for name in ("id", "handle", "name", "url", "kind")},
            "facts": dict(one.facts),
            "credential": _told(one.credential) if one.credential else None,
        }
        for one in grant.accounts
    ]
    return Secret(json.dumps({"credential": _told(grant.credential), "accounts": accounts}))


def grant_read(sealed: Secret) -> Grant:
    """The grant that `grant_written` made a text of."""
    told = json.loads(sealed.reveal())
    accounts = [
        Account(
            **{**one, "credential": _credential(one["credential"]) if one["credential"] else None}
        )
        for one in told["accounts"]
    ]
    return Grant(credential=_credential(told["credential"]), accounts=tuple(accounts))


def _told(credential: Credential) -> dict[str, Any]:
    return {
        "sign_in": credential.sign_in,
        "secrets": {name: text.reveal() for name, text in credential.secrets.items()},
        "facts": dict(credential.facts),
        "expires_at": credential.expires_at.isoformat() if credential.expires_at else None,
        "hosts": list(credential.hosts),
    }


def _credential(told: Mapping[str, Any]) -> Credential:
    ends = told["expires_at"]
    return Credential(
        sign_in=told["sign_in"],
        secrets={name: Secret(text) for name, text in told["secrets"].items()},
        facts=told["facts"],
        expires_at=datetime.fromisoformat(ends) if ends else None,
        hosts=tuple(told["hosts"]),
    )


def memory_written(memory: Mapping[str, str]) -> Secret:
    """What a journey must remember, as one text to be sealed."""
    return Secret(json.dumps(dict(memory)))


def memory_read(sealed: Secret) -> dict[str, str]:
    """What `memory_written` made a text of."""
    found: dict[str, str] = json.loads(sealed.reveal())
    return found


def digest(text: str) -> str:
    """What is kept of a value that only its owner may know."""
    return hashlib.sha256(text.encode()).hexdigest()


def credential_of(channel: Channel) -> Credential:
    """What proves that we may speak for the channel."""
    return read(vault.take(channel, "credential"))


def address_of(channel: Channel) -> Address:
    """Where the channel's mail goes, and who signs it."""
    return Address(
        channel=str(channel.pk),
        network=channel.network,
        server=channel.server,
        id=RemoteId(channel.remote_id),
        handle=channel.handle,
        kind=channel.kind,
        credential=credential_of(channel),
        facts=channel.facts,
    )


def network_of(channel: Channel) -> Network:
    """The channel's network, with the limits that its server announced."""
    return find_network(channel.network).at(channel.facts)
