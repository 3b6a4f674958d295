"""Finds networks: by folder, and those of other packages by entry point."""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files

from antiphon.connect.network import Network
from antiphon.kernel.errors import AntiphonError

FOLDER = "antiphon.networks"
GROUP = "antiphon.networks"


class UnknownNetworkError(AntiphonError):
    """There is no network of that key."""


@cache
def packages() -> dict[str, str]:
    """The key of every network and the package that holds it."""
    ours = {
        found.name: f"{FOLDER}.{found.name}"
        for found in pkgutil.iter_modules(import_module(FOLDER).__path__)
        if found.ispkg
    }
    theirs = {point.name: point.module for point in entry_points(group=GROUP)}
    return dict(sorted({**theirs, **ours}.items()))


@cache
def network(key: str) -> Network:
    """The network of that key."""
    if key not in packages():
        known = ", ".join(packages())
        raise UnknownNetworkError(f"There is no network “{key}”. Known are: {known}.")
    found = import_module(packages()[key]).NETWORK
    if not isinstance(found, Network) or found.key != key:
        raise UnknownNetworkError(f"The package of “{key}” holds no network of that key.")
    return found


def networks() -> list[Network]:
    """All networks, by key."""
    return [network(key) for key in packages()]


def readme(key: str) -> str:
    """The folder's own words for people who need keys."""
    network(key)
    return files(packages()[key]).joinpath("README.md").read_text(encoding="utf-8")
