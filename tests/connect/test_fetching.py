"""A simulated network comes for files on this machine, and nowhere else."""

import asyncio
import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from antiphon.connect.simulation import SandboxError, fetched


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[str]:
    """A folder that is served on loopback, with one file in it."""
    (tmp_path / "can.png").write_bytes(b"a can" * 1000)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_file_on_this_machine_comes_with_its_type(shelf: str) -> None:
    assert asyncio.run(fetched(f"{shelf}/can.png")) == ("image/png", b"a can" * 1000)


@pytest.mark.parametrize("path", ["/missing.png", ":1/can.png"])
def test_what_is_not_there_is_said_so(shelf: str, path: str) -> None:
    with pytest.raises(SandboxError):
        asyncio.run(fetched(shelf.rpartition(":")[0] + path if ":" in path else shelf + path))


def test_a_file_that_is_too_large_is_refused(shelf: str) -> None:
    with pytest.raises(SandboxError, match="larger"):
        asyncio.run(fetched(f"{shelf}/can.png", limit=100))


def test_a_sandbox_never_leaves_its_machine() -> None:
    with pytest.raises(SandboxError, match="this machine only"):
        asyncio.run(fetched("https://pictures.example/can.png"))
