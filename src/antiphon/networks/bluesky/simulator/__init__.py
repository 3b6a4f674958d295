"""A whole small network: one server with its accounts, its directory and its video service."""

from antiphon.networks.bluesky.simulator.simulator import Simulator

__all__ = ["Simulator"]
