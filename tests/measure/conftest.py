"""The same world as for publishing."""

from tests.publish.conftest import outside, sandbox

__all__ = ["outside", "sandbox"]
