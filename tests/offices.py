"""The post office of this process, between one way of guarding it and the next."""

from collections.abc import Iterator
from contextlib import contextmanager

from antiphon.work.office import office


def close() -> None:
    """End the one that there is, if there is one; whoever asks next opens another."""
    if office.cache_info().currsize:
        office().close()
    office.cache_clear()


@contextmanager
def opened_anew() -> Iterator[None]:
    """One that knows the settings of now, and is gone afterwards."""
    close()
    try:
        yield
    finally:
        close()
