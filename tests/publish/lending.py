"""Where simulated networks find the files of our shelf, for as long as the tests run."""

from functools import cache

from antiphon.cli.demo.lending import at_path
from antiphon.connect.simulation.lending import Shelf


@cache
def home() -> str:
    """Where this installation is found."""
    return Shelf(at_path).address
