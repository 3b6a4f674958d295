"""The contract with simulators: small servers that behave like a network, for tests and trials.

A network folder's `simulator.py` holds a class `Simulator`; the sandbox serves it below its key.
Faults are put around a simulator, never into it.
"""

from antiphon.connect.simulation.client import Client, SandboxError
from antiphon.connect.simulation.contract import (
    Entrance,
    Person,
    Reaction,
    ReactionKind,
    Shown,
    ShownMedia,
    Simulates,
    simulator,
)
from antiphon.connect.simulation.fetching import fetched, told

__all__ = [
    "Client",
    "Entrance",
    "Person",
    "Reaction",
    "ReactionKind",
    "SandboxError",
    "Shown",
    "ShownMedia",
    "Simulates",
    "fetched",
    "simulator",
    "told",
]
