"""Networks chosen by what they say of themselves, never by name."""

from datetime import timedelta

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.connect.abilities import Edits, Looks, Reads, Withdraws
from antiphon.connect.network import Network
from antiphon.connect.registry import network, networks
from antiphon.connect.rules import ProofKind
from antiphon.publish.states import State

A_YEAR = timedelta(days=365)


def _keys(*found: Network) -> list[str]:
    return [one.key for one in found]


EVERY = _keys(*networks())
FIRST = EVERY[0]
THREADED = _keys(*(one for one in networks() if one.thread))
COMMENTED = _keys(*(one for one in networks() if one.comment))


def _is_seen(one: Network) -> bool:
    """Whether looks find what is there, and rule out what is not."""
    return bool(one.proof.looks) and one.proof.kind is not ProofKind.NONE


LOOKED_AT = _keys(*(one for one in networks() if _is_seen(one) and one.can(Looks)))
"""Where a doubt is settled by looking."""
BLIND = _keys(*(one for one in networks() if not (_is_seen(one) or one.proof.repeat)))
"""Where only a person can settle every doubt."""
FOR_EVER = _keys(*(one for one in networks() if one.proof.repeat and one.proof.repeat > A_YEAR))
"""Where a repeat changes nothing, for ever."""
FOR_A_WHILE = _keys(*(one for one in networks() if one.proof.repeat and one.proof.repeat < A_YEAR))
"""Where a repeat changes nothing within a window, on some servers."""
NEVER = _keys(*(one for one in networks() if one.proof.repeat is None and _is_seen(one)))
"""Where nothing may be repeated before it was looked for."""
WITHDRAWN = _keys(*(one for one in networks() if one.can(Withdraws)))
EDITED = _keys(*(one for one in networks() if one.can(Edits) and "text" in one.editable))
READ = _keys(*(one for one in networks() if one.can(Reads)))
WRITTEN = _keys(*(one for one in networks() if one.takes_words))
"""Where words alone are a post."""


def can_be_known(channel: Channel) -> bool:
    """Whether it can be found out without a person what happened, or repeated harmlessly."""
    network = network_of(channel)
    proof = network.proof
    harmless = proof.repeat is not None and proof.repeat_where(channel.facts)
    return harmless or _is_seen(network)


def ends(channel: Channel) -> set[State]:
    """In which states a doubt on this channel can end, once nothing more is found out."""
    if can_be_known(channel):
        return {State.LIVE}
    return {State.LIVE, State.ASKING} if network_of(channel).proof.looks else {State.ASKING}


def window(key: str) -> timedelta:
    """For how long a repeat is harmless there."""
    return network(key).proof.repeat or timedelta(0)
