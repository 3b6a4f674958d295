"""What every network's folder says of itself."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from antiphon.connect.abilities import KnowsItself, Publishes
from antiphon.connect.network import Network
from antiphon.connect.registry import packages, readme
from antiphon.connect.rules import ProofKind
from antiphon.connect.values import PostType
from tests.networks.correspondent import Correspondent


def limits(network: Network) -> dict[str, Any]:
    """The figures of a network, to be compared."""
    return {
        "key": network.key,
        "posts": {
            type: (
                [one.limit for one in rule.text.measures],
                rule.media and (rule.media.most, rule.media.least, rule.media.alt_text),
                rule.poll and (rule.poll.choices, rule.poll.choice.limit),
            )
            for type, rule in network.posts.items()
        },
        "options": [(option.key, option.choices) for option in network.options],
        "pace": (network.pace.calls, network.pace.per),
        "proof": network.proof.kind,
        "editable": network.editable,
        "thread": network.thread,
    }


def test_every_network_explains_how_to_connect_it(network: Network) -> None:
    text = readme(network.key)

    assert len(text.split()) > 80
    assert network.name in text


def test_every_network_has_an_icon_without_script(network: Network) -> None:
    icon = files(packages()[network.key]).joinpath("icon.svg").read_text(encoding="utf-8")

    assert "<svg" in icon
    assert "<script" not in icon
    assert len(icon) < 10_000


def test_every_network_names_its_sources_and_when_they_were_read(network: Network) -> None:
    assert any(source.startswith("https://") for source in network.sources)
    assert network.checked.year >= 2025
    assert network.checked <= datetime.now(UTC).date()


def test_every_network_advises_a_rhythm_and_says_why(network: Network) -> None:
    assert 0 < network.rhythm.per_week <= 100
    assert network.rhythm.source
    assert network.rhythm.apart.total_seconds() > 0


def test_every_network_publishes_and_knows_itself(network: Network) -> None:
    assert network.can(Publishes)
    assert network.can(KnowsItself)
    plain = {PostType.TEXT, PostType.ARTICLE, PostType.IMAGES, PostType.STORY, PostType.VIDEO}
    assert plain & set(network.posts)


def test_the_last_look_comes_after_an_effect_may_still_come(network: Network) -> None:
    proof = network.proof

    assert list(proof.looks) == sorted(proof.looks)
    assert not proof.looks or proof.looks[-1] > proof.settle
    if proof.kind in {ProofKind.LIST, ProofKind.PERMANENT_ID}:
        assert proof.looks


def test_a_default_is_one_of_the_choices(network: Network) -> None:
    strange = [
        option.key
        for option in network.options
        if option.choices and option.default is not None
        if option.default not in {value for value, _name in option.choices}
    ]

    assert strange == []


def test_adapting_to_a_server_twice_changes_nothing_more(us: Correspondent) -> None:
    once = us.network

    assert limits(once.at(us.address.facts)) == limits(once)


def test_a_server_that_announces_nothing_leaves_the_limits(network: Network) -> None:
    assert limits(network.at({})) == limits(network)


def test_we_are_who_we_signed_in_as(us: Correspondent) -> None:
    account = us.talk(lambda connector: connector.whoami())

    assert account.id == us.address.id
    assert account.handle == us.address.handle
