"""The main job without a screen: one message, many networks, every audience, exactly once."""

import time
from typing import Any

from antiphon.cli.demo.playing import Round


def demonstrate(seed: int) -> dict[str, Any]:
    """Play one round on the sandbox and say what happened; `problems` is empty if all is well."""
    began = time.monotonic()
    with Round(seed).on_stage() as played:
        told = played.play()
    return {"seed": seed, "seconds": round(time.monotonic() - began, 1), **told}
