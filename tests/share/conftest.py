"""The same world as for publishing."""

from tests.publish.conftest import outside

__all__ = ["outside"]
