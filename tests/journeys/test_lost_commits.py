"""The connection to the database is cut while COMMIT is on its way: done, or not, nobody knows."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from antiphon.work.database.cluster import DATABASE
from antiphon.work.database.layout import USER
from tests.journeys.house import House
from tests.journeys.proxy import Proxy
from tests.publish import choice

KNOWN = [key for key in choice.WRITTEN if key not in choice.BLIND]


@pytest.fixture
def proxy(at_home: House) -> Iterator[tuple[Proxy, str]]:
    """A proxy, and how a worker reaches the database through it."""
    with TemporaryDirectory(prefix="pg-") as folder:
        one = Proxy(Path(folder), at_home.cluster.socket, seed=7, often=0.15)
        yield one, f"postgresql://{USER}@/{DATABASE}?host={folder}"
        at_home.kill_all()
        one.close()


@pytest.mark.timeout(180)
@pytest.mark.promise("F42", "P2", "P3", "P4")
def test_a_lost_commit_loses_and_doubles_nothing(at_home: House, proxy: tuple[Proxy, str]) -> None:
    way, url = proxy
    at_home.fill("commit", 160, KNOWN, batch=8)
    at_home.client.go_wrong("slow", method="POST", seconds=0.1, times=-1)
    at_home.work(url)
    at_home.until(lambda: way.cuts >= 12, seconds=60)

    way.be_kind()
    at_home.settle("commit", seconds=90)

    shown = at_home.shown("commit", KNOWN)
    assert [text for text, times in shown.items() if times != 1] == []
    assert len(shown) == 160
