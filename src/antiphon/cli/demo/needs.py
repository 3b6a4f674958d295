"""What a network cannot do without in the demo, found out from its own rules."""

from typing import Any

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.cli.demo import story
from antiphon.connect.network import Network
from antiphon.connect.values import Kind, Parcel
from antiphon.media.models import Asset
from antiphon.tailor.actions.variants import Words
from antiphon.tailor.packing import File
from antiphon.work import clock


def words_of(channel: Channel, still: Asset, film: Asset) -> Words:
    """A film where a picture alone is no post, and the first choice where one must be made."""
    network = network_of(channel)
    found: Words = {}
    if not _takes(network, still):
        found["assets"] = [(film, story.ALT)]
    if chosen := _chosen(network):
        found["options"] = chosen
    return found


def _takes(network: Network, file: Asset) -> bool:
    parcel = Parcel(key="", made_at=clock.now(), enclosures=(File(file, "").raw(),))
    rule = network.posts.get(network.type_of(parcel))
    return bool(rule and rule.media and Kind(file.kind) in rule.media.files)


def _chosen(network: Network) -> dict[str, Any]:
    """Options without which nothing goes out, whatever form the post has."""
    needed = [one for one in network.options if one.needed and one.choices and not one.default]
    return {one.key: one.choices[0][0] for one in needed}
