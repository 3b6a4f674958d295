"""A network can let some of its accounts hear nothing, by what is known of them."""

from dataclasses import replace

import pytest

from antiphon.channels import safe
from antiphon.connect.http import Http
from antiphon.connect.values import Address
from antiphon.engage import actions
from antiphon.sandbox.serving import Sandbox
from tests.engage import answering
from tests.publish import world

pytestmark = pytest.mark.django_db


class Deaf:
    """A connector that has no way to hear."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address


def test_a_channel_whose_own_interface_hears_nothing_is_not_asked(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = answering.channel(sandbox, world.NETWORKS[0])
    deaf = replace(safe.network_of(channel), connector=Deaf)
    monkeypatch.setattr(safe, "network_of", lambda _channel: deaf)

    assert actions.hear(channel) == 0
