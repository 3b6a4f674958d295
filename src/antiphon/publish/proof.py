"""What is known about a sending whose answer nobody has, judged by the database's clock (T5)."""

from datetime import datetime

from antiphon.connect.network import Network
from antiphon.connect.registry import network as find_network
from antiphon.connect.rules import ProofKind
from antiphon.publish.models import Publication
from antiphon.work import clock

MOST_FAILURES = 30
"""Sendings of one step that may fail in a row before a person is asked (P16)."""


def network_of(row: Publication) -> Network:
    """The network as the channel's own server announced it."""
    return find_network(row.network).at(row.channel.facts)


def has_sent_before(row: Publication) -> bool:
    """Whether an earlier sending of the present step may be what the network speaks of."""
    return row.doubted_at is not None


def is_in_doubt(row: Publication) -> bool:
    """Whether an earlier sending of the present step may have arrived: no look has ruled it out.

    A row that waits to repeat what is harmless to repeat is in doubt; one whose whole schedule of
    looks found nothing is not.
    """
    proof = network_of(row).proof
    rules_out = proof.looks and proof.kind is not ProofKind.NONE
    return has_sent_before(row) and not (rules_out and row.looks >= len(proof.looks))


def is_harmless_to_repeat(row: Publication, network: Network, at: datetime | None = None) -> bool:
    """Whether sending the very same again changes nothing: by a proven key or id, in its window."""
    proof = network.proof
    if proof.repeat is None or not proof.repeat_where(row.channel.facts):
        return False
    if row.failures >= MOST_FAILURES or row.first_sent_at is None:
        return False
    return (at or clock.now()) - row.first_sent_at < proof.repeat
