"""A real browser before a real server; skipped where there is no Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.pages.visitor import Visitor, visiting

QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
HERE = Path(__file__).parent
Visiting = Callable[..., AbstractContextManager[Visitor]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give whatever waits for a browser more time: a busy machine is slow, not wrong."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(400))


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:  # noqa: ARG001 -- before its event loop
    """One browser for a module; it ends with it, because its event loop is in our thread."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium on this machine; `make test` as root fetches one")
    # Chromium refuses to start its own sandbox for root.
    free = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Of the browser's event loop in this thread our own code knows nothing.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *free])
        yield browser
        browser.close()
        connections.close_all()  # those that were opened while the loop was there


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Visiting:
    """Puts somebody before the browser, in a size and a colour scheme."""
    return partial(visiting, chromium, live_server.url)


@pytest.fixture
def meanwhile() -> Iterator[Callable[[Callable[[], object]], None]]:
    """`meanwhile(deliver)`: what a worker would do, in a thread of its own, to its end."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        yield lambda work: worker.submit(_alone, work).result()


def _alone(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connections.close_all()


@pytest.fixture(params=["wide", "narrow"])
def size(request: pytest.FixtureRequest) -> Any:
    """Once at a desk, once on a phone."""
    return request.param
