"""The main job without a screen: one message, many networks, every audience, exactly once."""

import time
from collections.abc import Sequence
from typing import Any

from antiphon.cli.demo.playing import Round
from antiphon.connect.network import Network
from antiphon.connect.registry import networks as every_network


def demonstrate(seed: int, networks: Sequence[Network] | None = None) -> dict[str, Any]:
    """Play one round on the sandbox and say what happened; `problems` is empty if all is well."""
    began = time.monotonic()
    with Round(seed, networks or every_network()).on_stage() as played:
        told = played.play()
    return {"seed": seed, "seconds": round(time.monotonic() - began, 1), **told}
